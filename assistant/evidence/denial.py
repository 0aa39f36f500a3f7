"""
What a passage denies: the things that it says are lacking, broken, taken away or not good enough.

A denial has a scope: "道闸已装，未设人行闸" denies the second thing only. What is lacking stands
behind the word that denies it ("没有人行闸"), or before it at the end of a clause ("人行闸未装");
what is broken stands before ("人行闸坏了半年"). Pure; decided by words that can be read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.evidence.condition import CLAUSE, conditions, holds_back

# What one is glad to have none of: "没有一次中断".
_ILL = r"(?:中断|丢|误|异常|故障|漏|断|失|投诉|超|坏|缺|迟|例外|事故)"
# What one is glad to lack: "无滞留", "无卡顿".
_ILLS = (
    r"延[误迟时]|滞[后留]|卡[顿滞]|松[动脱]|破[损裂]|锈|变形|渗|积水|杂[音物]|抖|闪烁|重影|拖影|串[音扰]|啸叫|死机|异响|"
    r"拥[堵挤]|堵|占[用道]|遗[漏失]|冲突|隐患|违规|事故|伤|警情|纠纷|争议|异议|偏[差离]|错|泄|弱口令|默认(?:口令|密码)|裸|越权|冒"
)
# --- words that deny a doing: the thing stands behind them, or before them at the end ---

# What follows 未, 不 or 没 where it is no denial of a thing: 未来, 不少于, 没问题.
_NOT_UNDONE = (
    r"来|完成(?=[、率数项]|清单)|列入清单|全部写入|抬|放行|送电|出电|检(?!出)|测|查|抽|经(许|授|批|登|同|允|过)|成年|登记|(?:授权|备案|登记|注册|认证)(?=[^，。；])|佩戴|戴|认证|备案|注册|关|携|知|遂|达标时|归还|缴|读|办结|确认|应答|归位|"
    r"闭(?!环)|被[打撬破攻入盗毁损闯侵]|锁(?!定)|见异常|发现|出现|发生|丢|中断|受|超|出门|归(?!档|到|入|口|集)|回家|活动|起床|签到|到岗|离(?!线)"
)
_NOT_LACKING = (
    r"[许准](?!确|时|点)|间断|少于|低于|小于|大于|高于|超过|多于|得|可|宜|同|断|锈|停|需|受|影响|重叠|含税|经|变|漏|丢|失|依赖|明|良|"
    r"跟[^，。；]{1,4}[挤混抢]|混[行走用]|糊|花(?!钱)|拖影|吭声|反光|发[虚白黑]|失真|晃|走样|变色|眩|差|慢|难|"
    r"法|便|当|管(?!用|事|理)|一致|规则|落|动产|限|用|光|会|让|会[影造产]|易|足(则|即|时)|必|再(发|出(?!补|新|更)|有)|懂|少(?!了)|花|糊|拖影|虚焦|抖|卡|失真|改|误|留(?:死角|盲|缝|隙|隐)|改正|再执行|再(?:自动)?(?:抬|放)|相[^符称]|怕|论|仅|增|出画|起杆|抬|出电|送电|给电|放入|放进|让进|计价|计入|另[行计补]|可|动(?!作)|变|"
    r"符合?项|合格(数|项|率)|干扰|扰|占|共|平|燃|均|与(互联|外|公|Inter)|连(外|互|公)|进(外|公)|出(户|门|内|园|小区)|"
    r"放行|抬|开门|正常|在(家|线的)|利|到(?=\d)|慎|稳|锁定|死|适|良|实时|属|是|止|关|熄|灭|保存原|落地|存原|上网|外|接触"
)
_NOT_ABSENT = (
    r"毛病|[什啥]么?(问题|毛病)|商量|事(?=$|，)|问题|收|入|死角|异|关系|关|影响|丢|漏|有(出现|发生|发现|丢|漏|中断|异常|花屏|问题|死角|误|死|缺|一(笔|项|条|起|次)|故障|东西)|"
    r"出(现|过(?=[^，。；]{0,4}(?:问题|错|事|故障|岔|乱|差|毛病))|问题)|有?空[当隙档]|有?遗漏|挑出|断|掉|误|发(生|现)|缺|中断|见异常"
)
_DOING = rf"(?:(?:尚|暂|均|并|仍|也|亦|全|都|还|从|根本)?(?:未(?!{_NOT_UNDONE})|(?<!二话)(?<![丢跑漏错忘逃差])不(?!{_NOT_LACKING})(?:予|再|做|作)?|没(?!{_NOT_ABSENT})(?:有)?(?:去|再)?))"
_LACKING = re.compile(
    rf"{_DOING}|缺少|缺(?!陷|失|相|口|省|水|电|页|岗|勤|项|单|帧)|"
    r"(?<!有)无(?!死角|盲|线|障碍|人[机驾值]|异常|需|故障|纸|感|误|损|卡|关|遮挡|漏|渗|明显|论|锡|缝|条件|一|断|缺|"
    rf"丢|{_ILLS}|信号|修改|重大|较大|明文|空[段档缺]|不|效|派|围|法(登|保|打|进|通|伪|篡|复制|占|绕|仿|冒|还原|破解|解密|逆)|极|源|声|级|序)|"
    rf"(?:没有|无)一[家笔项条起次个人户](?![^，。；]{{0,10}}{_ILL})|"
    r"(?<!无法)(?<!可)不能(?!登|保存|进|通行|打开|伪|篡|删)|无法(?!登|保存|打开|进入|通行|伪|篡|复制|占|绕|仿|冒|还原|破解|解密|逆)|谈不上|取消(?!率|火|防)|核减|减配",
)
# --- words that say what became of a thing: it stands before them ---
# "离线半年", "关闭已满一年"; not "离线 5 分钟".
_FOR_LONG = r"(?:了|已|近|快|有|达|满|长达|超过){0,2}[半一二两三四五六七八九十几数多\d]{1,3}(?:多|个)?(?:年|月|天|周|星期)"
_UNDONE = (
    r"停用|停运|停机|停摆|停产|停了|停在|瘫痪|失灵|失效(?!日)|作废|已报废|无效(?!记录|数据)|坏了(?!几|多少|谁|找|怎么|咋|有人|由|归|打|报)|已?损坏|坏(?=$|，)|坏死|雷击坏|被?砸[坏碎烂毁]|烧[坏毁]|锈死|死机(?=$|，)|老化|"
    r"失声|短路|报错(?=$|，)|停服|停更|下架|停止(?=$|，|记录|维护)|脱落|旁路|欠费(?!起诉|的)|断网|断线(?=$)|线断|断开|断了|掉电|黑屏|白屏|灰的|为空|空(?:着|置|的|柜)|全空|是空的|摆设|一?片空白|空壳|空架子|空杆|形同虚设|被[^，。；]{0,3}(?:盗|挖断|剪断|拔[掉走])|(?:仅|只)(?:有|剩|留|装|挂)[^，。；]{0,4}(?:底座|空盒|线头|支架|接线盒|外壳|壳子|洞口|线管)(?=$)|"
    r"拆(?:除|光|下|掉|走|去)|撤(?:走|除|掉)|删(?:去|除了|掉)(?!姓名|身份|个人|证件|号码|真名)|被删|已删|砍(?:掉|了|去|$)|取消(?!火|防)|核减|减配|下线|退货|退场|自理|作罢|甩项|未到货|没到货|删除处理|搁置|(?<!自动)(?<!策略)驳回(?!并|越|请求)|流标|退回|弃用|闲置|"
    r"(?:已|授权|许可|合同|证书|到期)过期(?=$|，|停|未|没)|(?:授权|许可|合同|证书|插件|服务|维保|病毒库)(?:已|均)?到期(?=$|，(?!自动|即|提)|停|未|没)|(?<!复测)(?<!复查)(?<!整改)(?<!验证)(?<!拍照)(?<!处置)(?<!核实)(?<!确认)关闭(?=$|至今|状态|已)|已(?:全部)?关闭|被关闭|被[^，。；]{0,2}偷|(?<!视频)(?<!信号)(?<!图像)(?<!画面)丢失(?=$)|遗失|缺失|漏(?:做|埋|装|设|配)|"
    r"不(?:到位|落实|合格(?!数|项|率)|满足|通(?!过)|足(?!则|即|时|够)|可用|详|全|齐|亮|响|动作|达标|兼容|匹配|符(?!合?项))|"
    r"不符合|不予|违反|偏低|恒为零|(?<!无)(?<!无明显)(?<!不留)(?<!消除)(?<!视频)盲区(?!测试|检[查测]|核查|排查|抽查|验证)|"
    r"被[^，。；]{0,10}?(?:[遮贴蒙罩捂糊][住了上]|关[掉了]|停掉|拔[掉了])|"
    r"只(?:做|埋|穿|布|敷|拉|放|预埋|留|剩|有)了?[^，。；]{0,4}(?:管线?|线管|底盒|暗盒|86盒|空管|基础|线缆)(?=$|，)|断线(?=[^，。；]{0,3}[年月天周])|"
    r"烧(?:了|毁|掉)|(?:挖|剪|压|碰|撞|砸)断|(?:一直|还|仍|就)拖着|拖着[没未不]|一拖再拖|没下文|不了了之|泡汤|[挪移搬]走|挪到[^，。；]{1,8}(?:用|了)|落空|停止(?=支持|服务|更新)|"
    r"(?:模块|设备|主机|摄像[头机]|相机|控制器|服务器|系统|探头|按钮|锁|屏|电梯|阀|泵|接口)(?:已|长期|均|一直)?故障(?=$)|"
    rf"(?:离线|掉线|失联|关闭|屏蔽|死机|黑屏|断电)(?={_FOR_LONG})|"
    r"(?:全部|长期|均|已|大多|半数|一直|仍|大批|多数|成片)[离掉]线|"
    r"(?:被|已|出厂即|长期|人为|全部|一直)屏蔽|停跑|闪退|崩溃|哑(?=了|$)|(?:就|即|天)被?覆盖|(?:跟|与|和)[^，。；]{2,12}(?:没关系|没联系|不相干|两码事)|中断(?=近|已|至今|[半一两三几多\d]+个?多?[年月周])|堵死|空白(?=$|，)|自动清空|"
    r"(?:咬|挖|剪|砍|扯|拉|压|轧|撞|碰|割|铲|刮|烧|锯|扭)断|(?:撞|砸|烧|泡|淹|锈|摔|打|刮|吹|咬|磨|冻|晒|雷击|水浸)[^，。；坏]{0,2}(?:坏|毁|歪|倒|穿|裂|烂)|"
    r"[剪掐锯割]了|烧[毁了]|坏[着掉]|[全都]坏|进水|泡水|受潮|(?:被|让|把[^，。；]{1,6}|设备|机器|主机|摄像[机头]|探头)[^，。；]{0,4}[拉搬收卸抬]走|停[发播更供]|蒙住|(?:没人|无人)(?:修|管|理|看|接)|"
    r"(?:全是|都是|成了?|一片)马赛克|(?:对着|朝着|朝向|正对)(?:白?墙|天|地面?)(?=$|，)|[只仅光](?:能)?[拍照看]得?到(?:[^，。；]{0,3}(?:墙|地|天|树|背影?|头顶|车顶|后脑勺|人影|轮廓))|"
    r"[蒙罩糊贴封]住|(?:被|让)[^，。；]{1,8}[挡遮]住|出了画面|全黑|一[团片]黑|黑[乎糊漆]|(?:都|全|就)?是黑的|黑着|黑了[^，。；]{0,3}[天周月年]|"
    r"(?:断电|断网|断线|离线|掉线|没电|欠费|故障|瘫|哑)[了着]?(?:已|有|快|近)?(?:大半|半|[一二两三四五六七八九十几多数\d]+)个?多?(?:年|月|天|周|星期)|"
    r"失修|被锁|噪点(?:严重|大|多|满)|黑咕|"
    r"互为孤岛|(?:未|没)打通|两张皮|模糊(?=$|，)|逆光|发白|发糊|发黑"
)
# "看不到现场", "现场看不清": the thing stands on either side.
_CANNOT = re.compile(
    r"(?:(?![拿说吃摸]不准)[看认分辨拍照收拿查打拉切压听读录调说连接核搜找播弹装抽插喊喷叫瞧望瞅盯识][^，。；]?不(?:到|清楚?|出|见|开|断|了|全|着|过|上|通|起|准|明白?|进)|转不动|翻不[到出着])(?:[来去])?"
)
# "各网段互访不通": apart, as they should be.
_APART = re.compile(r"互[^，。；]{0,5}不通|(?:缺省|默认)[^，。；]{0,2}不通")
# "其余网段连不上": shut out as they should be.
_SHUT_OUT = re.compile(r"(?:其余|其他|其它|外部|外来|外网|非授权|未授权|别的)[^，。；]{0,8}$")
# "开不了门", "出不了图", "翻不出一条": the same of what a thing should do.
_UNABLE = re.compile(
    r"[开管停存放消留抓传选导用识算分显][^，。；]?不(?:了|出|上(?!锁)|下)|出不(?:了(?!门|小区|园)|来)|翻不[出到]|推不[出到上]|[抓传采汇集取][^，。；]?不到|穿不过线"
)
# What falls short of a norm denies it, on whatever side it stands: "布线违反规范".
_SHORT_OF = re.compile(
    r"违反|(?:没有?|未)(?:按照?(?![时期月键钮压下])|依照|遵照|遵守)|不符合(?!项)|不满足|达不到|低于(?=[^，。；]{2,30}(?:要求|标准|规范|规定)(?:$|的))"
)
# "取消了楼间的摄像机": what is taken away stands behind.
_TAKES_AWAY = re.compile(r"(?:取消|核减|减配)了[^，。；]{2,}")
# "没有任何提示": nothing of the kind is there, whatever the clause is about.
_AT_ALL = re.compile(r"任何|丝毫|毫无|什么[^，。；]{0,6}都")
# "至今没有出过一份像样的制度": who says since when speaks of nothing supposed.
_EVER = re.compile(r"(?:至今|从来?|一直|始终|压根|根本|到现在|迄今|历来)[都也还]?$")
# "感温探测没接进主机": what is not joined to what works it stands before.
_JOINED = re.compile(
    r"(?:接|连|拉|引|送|通|并|插|投)[进入到上至回通往出]?[^，。；]{0,6}(?:主机|总线|回路|控制[器柜]|消控|值班|控制室|电源|电$|水$|水源)"
)
# "开锁键不起作用", "按了没反应": nothing is named but that it does nothing.
_INERT = re.compile(
    r"(?:不|没有?|未|无)(?:任何)?(?:起作用|反应|管用|工作|好使|好用|灵|生效|通电|响应|效果|动静|声音?|人管|人修)[了的]?$"
)
_LOST = re.compile(_UNDONE)
# 没有 and 未V close a clause: "楼顶没有", "车库未装".
_CLOSES = re.compile(
    rf"(?:(?:尚|暂|均|并|仍|也|都|还|从|全)?未(?!{_NOT_UNDONE})[^，。；]{{1,3}}|没(?!{_NOT_ABSENT})有?[^，。；]{{0,3}}|"
    rf"(?<![看认分辨拍照读拷搬推偷跑进带刷录说丢少错漏差])不(?!{_NOT_LACKING}|可|行|降|开|出|去|起|动|通|启|送|一样|见|了|上|走|接受|开闸|忙|好|对)[^，。；]{{1,2}}|(?<!有)无)[了过的]?$"
)
# "安装0台": what was counted, and there is none.
_NOUGHT = re.compile(
    r"(?:安装|实装|实有|实测|到货|到位|完成|投用|上线|接入|在线|现有)(?:率|数)?[为是：: ]?0(?:[台套个路处点户部樘只块扇对]|%|$)"
)
# By hand, or by what was there before: the thing asked for does not do it.
_BY_HAND = re.compile(
    r"(?:仍|还|只能|仅|全|须|需|要|改|都)(?:由|靠|凭|用|为|是)?[^，。；]{0,8}(?:人工|手工|手动|手翻|肉眼|人力|纸[质本面]|逐个|口头)|"
    r"(?:靠|凭)(?:人(?!脸|体|员|证)|岗亭|巡查|邻居|自觉|脸熟|眼熟|记忆|记性|经验|感觉|运气|肉眼|眼睛|耳朵|嗓门|口头|喇叭|手电)|"
    r"(?:全|都|只能?|仅|还是|仍|就|，|^)(?:是|得|要)?(?:靠|凭|指望)[^，。；卡证码票单]{0,4}(?:保安|门岗|门卫|队长|班长|电工|物业|业主|住户|值班员|师傅|报修|维保员?|维保工|工程师|保洁|管家|邻居|家属)|"
    r"碰运气|拿(?:本|笔|纸)[^，。；]{0,3}(?:记|写|登|抄)|(?:全|只能|只好|仅|纯|光|还得|仍得|都得)(?:靠|凭)(?!近|证|卡|码|密码|权限|授权|指纹|人脸|脸)|"
    r"(?:只能|只好|还得|还要|都得|每次都要|派人|只能由|只能等|只有)[^，。；]{0,12}(?:闻|喊|跑|抄|拧|爬|摸|量一|敲门|打电话|翻|竹竿|手电|电筒|提桶|水桶|挨个|一个个|开窗)|(?:仍|仅|只)(?:用|沿用|使用)(?:普通|老式|原)|敞开|随意|随便|谁都(?:能|可)"
)
_ENGLISH = re.compile(
    r"\b(?:nothing(?! (?:fails|is lost|was lost|missing))|nobody|(?:has|have|had|is|are) yet to|no(?! longer (?:set|trigger|trip|cause|raise|blur|drop|lose|fail)| later| more| less| outstanding| comment| gap| missing| fault| objection| defect| fewer|\.|t)|"
    r"not(?! responding| only| less| more| later)|without(?! (?:any )?(?:a |an )?(?:fault|trouble|interrupt|gap|manual|defect|hack|break|delay|loss))|"
    r"lacks?|lacking|never|none(?! missing| lost)|neither|nor|cannot|can't|could not|(?<!after )(?<!five )(?<!three )(?:failed (?:to|for)|failed (?:its|the|every|both|all|this) |fails (?:its|the|every) (?:test|check)|fails to|has failed|have failed|failed$)|dead|broken(?! down)|expired|removed|declined|refused|"
    r"cut (?:from|for|out|at)|left (?:out|unconfigured|unwired|off)|abandoned|uninstalled|unconfigured|unplugged|unmonitored|"
    r"unseen|unnoticed|unrecorded|scrapped|shelved|axed|omitted|struck (?:out|off|from)|discontinued|out of (?:view|sight|use|shot|frame)|"
    r"comes? out (?:blurred|dark|black|white)|(?:is|are|was|were) (?:blurred|blank|black|grey|gray|illegible|unreadable|overexposed|washed out)|too (?:coarse|dark|grainy|blurred|blurry|dim|far|poor|low) to|face (?:only )?the wrong|"
    r"cancelled|(?<!none )(?<!nothing )missing|out of order|switched off|lapsed|deleted|(?:was|were|been) dropped|offline since|(?:is|are|were|was) offline|(?:is|are|was|were|been|got) (?:struck|stripped|shut (?:down|off)|turned off|unplugged|disconnected|disabled|capped|smashed|torn|unused|useless|inoperative|defective|out of use)|unused$|(?:was|were|been) (?:cut(?! off)|axed|scrapped|shelved|omitted|left out|taken out|struck out|abandoned|bypassed)|"
    r"breaks? (?:the|our|their)|violates?|out of service|(?<!before )(?<!before being )overwritten)\b",
    re.IGNORECASE,
)
# "Weak passwords are refused": as they should be.
_KEPT_OUT = re.compile(
    r"\b(?:weak|wrong|unknown|invalid|unauthori[sz]ed|blank|bad|false|strangers?|outsiders?)\b.{0,40}\b(?:refused|rejected|blocked|locked|denied|kept out|cannot|can't|not)\b",
    re.IGNORECASE,
)
# "主机坏了，系统马上知道": a test, or what the system is for.
_NOTICED = re.compile(
    r"[^。；]{0,16}?(?<![不未没无])(?:自动|立即|立刻|即(?=[报弹告推提])|马上|报警|告警|示警|提示|推送|弹[窗出]|知道|上报|自己(?:报|测)|[都均也会能就]报|看得?出|一看|派单|吱声|提前|变颜?色|跳[框出])"
)
# "平台自动上报探测器脱落": told of before it is named.
_TOLD = re.compile(
    r"(?<![不未没无])(?:上报|报出|提示|推送|弹出|弹窗(?!已|停|坏|没|未)|显示|标出|看得?出|知道|测得?出|抓拍|发现|识别)[^，。；]{0,8}$|(?:预警(?!系统|平台|功能|设备|主机|中心)|提醒)[^，。；]{0,14}$|"
    r"(?:自动|立即|立刻|马上|自己)[^，。；]{0,3}$"
)
# "系统提示复杂度不足": what is told of is no finding.
_WANTING = re.compile(r"不(?:足|够|符|合格|达标|一致|匹配|对|通过)")
# "堵没堵", "通不通": a question that somebody answers.
_WHETHER = re.compile(
    r"(.)[没不]\1|[满好坏亮完通]没有?(?=$|，|、)|有没有|是否|能不能|会不会|谁[^，。；、没未]{0,5}[没未](?!有)|谁[没未]|哪[些个][^，。；]{0,4}[没未]|[完好过到]没(?=[、，]|$)"
)
# "未登记的车辆", "无补光条件下", "不应答时": what is spoken of, not what is denied.
_SUPPOSED = re.compile(
    r"^[^，。；]{0,14}?(的(?!要求|[^，。；]{0,6}(?:规定|标准|规范))|者|时(?!间|刻|钟)|条件|情况|之前|前提|即|(?<![规准细总原法附])则|(?:就|自动)(?=[报弹断停锁退关失跳切])|(?:马上|立刻|立即|随即|立马|当场)(?=[报弹断停锁退关失跳切喊叫响推发亮红通提]))|"
    r"^[^，。；]{0,3}(车辆|人员|事件|住户|用户|来宾)(?![^，。；]{0,8}(?:功能|模块|系统|管理|名单|设备|装置|措施|接口|台账|机制|权限))"
)
# "支持账号找回与停用", "可取消预约", "监测断线": a function, not a denial.
_FUNCTION = re.compile(
    r"(支持|允许|可以|可(?![视燃靠])|能够|(?<![智功节不])能(?!力))[^，。；]{0,16}(取消|停用|关闭|删除|拆除|断开)|"
    r"(离岗|离职|调岗|到期|过期|遗失|退租|退场|注销)[^，。；]{0,10}(停用|失效|注销|删除|取消|收回)|"
    r"留[^，。；]{0,8}未启用|"
    r"(?:[增新添启修编重变设查创]\w{1,2}|授权|分配)[^，。；]{0,6}[、和或及与](?:停用|删除|取消|关闭|注销|作废|核减|收回)|"
    r"(监测|检测|监视|识别|判断|分析|诊断|巡检)[^，。；]{0,20}(断线|离线|断开|掉电|欠费|失效|缺相|缺失|模糊|偏低|停机|失灵)|"
    r"(断线|离线|断开|掉电|失效|缺失|模糊|停机|失灵|黑屏|不足|偏低|停用|故障|不通|过期|到期)[^，。；没无未不]{0,8}(即|自动|报警|告警|提示|提醒|上报|推送|弹|预警|派单|检测|诊断)"
)
# "旧模拟头拆除，换 200 万像素半球": what makes room for something new.
REPLACED = re.compile(
    r"旧|原有|老(?!人|年|鼠)|临时|^(?:(?![未没不无])[^。；]){0,10}?(?:换(?!物业|公司|人|班|岗|届)|改(?:为|用|成)|新(?:装|设|做|增)|更新)"
)
# "平台停机时照常工作".
_WHILE = re.compile(
    r"^[^，。；]{0,3}(时(?!间|刻|钟|，?未)|期间|情况下|后仍|也能|仍能|不影响|不妨碍|照)"
)
_BARE = re.compile(r"(?:尚|暂|均|并|仍|也|都|还)?(?:未|没|不(?!小|低|少|大|多)|停|坏|已拆|拆)")
# "数据安全制度还在征求意见，本项目无", "警情与预案没有对应，系统调不出来": no thing of its own either.
_NO_THING = re.compile(
    r"(?:本(?:项目|期|次|工程|小区)|目前|至今|现在?|已|也|都|均|仍|尚|还|一直|长期|从|系统|平台|画面|主机|后台|状态|数据|"
    r"两套|多年|无人|谁都|到|如今|始终|有?[大小]?[半快近一两三四五六七八九十几多数\d]+个?多?(?:年|月|天|周|星期|礼拜|季度)[多半来]?|[至到](?:现在|今天|目前)|迟迟|统统|全部|一律|一并|直接|合同|"
    r"(?:厂家|物业|单位|维保|施工方?|承包商|供应商|开发商)(?:公司)?|[一几][对台个路盏只块处条]|什么|啥|谁|[该此这](?:功能|项|模块|设备|系统|点位?)|报修|报了?|催了|就|全|没人|根本|压根|"
    r"(?:楼里|房里|屋里|现场|那里|里面|墙上|顶上)|(?:火警|报警|着火|停电|试[验喊]|测试|演练|加烟|吹烟|喷烟|按下)[^，。；]{0,4}?|[ ])*"
    r"(?:(?:未|没|不|无法|从未)[^，。；]{0,3}|毫?无(?:反应|动静|响应|声音?)?|[看认分辨查调拿连拍照录存打开]不[^，。；]{1,2}|(?:失灵|失效|停用|停机|停摆|闲置|作废|取消|砍[掉了]?)(?:[未没][^，。；]{1,2})?|"
    r"成了?摆设|空着|荒着|断着|关着)[了过的]?|"
    r"(?:什么|啥)(?:也|都)(?:[看拍照听查][^，。；]?不[^，。；]{1,2}|没有?)|"
    r"(?:几乎|基本|也)?(?:等于|形同|如同|成了?|跟)(?:没有|没装|没设|没做|虚设|摆设|无|零)(?:一样)?"
)
# "围墙红外响过几回，平台不知道": the platform has nothing of what came before.
_SILENT = re.compile(
    r"(?:新|小区|综合|管理|监控|安防|智慧|整个|[ ])*(?:平台|系统|软件|地图|电脑|手机|APP|大屏|屏幕|中控|监控室|后台|页面)(?:[上里中内侧端]|这边|界面)?"
    r"(?:都|也|却|又|根本|压根|完全|从来|从|一直|一点|始终|还|仍|均|全|[ ])*"
    r"(?:没有?|无|不)(?:任何)?(?:反应|动静|响应|提示|显示|数据|记录|信息|画面|信号|消息|报警|入口|知道|知情|吭声|吱声|管|理|认|这一?[块项个]功?能?|功能|办法|地方[^，。；]{1,2})?(?:这一?[块项])?[了过的]?|"
    r"(?:新|小区|综合|管理|监控|安防|[ ])*(?:平台|系统|软件|地图|电脑|手机|APP|大屏|屏幕|中控|后台)(?:[上里中内侧端]|这边|界面)?(?:都|也|却|又|根本|压根|完全)*"
    r"[看查收搜找帮接调管读排导列派][^，。；]?不[到见了出上着清来全]+(?:忙|来|去)?(?:也[^，。；]{1,2}不[了到出])?|"
    r"(?:数据|信号|记录|画面|信息|点位|状态|图像|事件|消息)(?:也|都|均|全|从来|一直)?(?:未|没有?|不)(?:再|能)?[进接上传送到报入推同][^，。；]{0,2}(?:综合|管理|小区|安防|统一)*(?:平台|系统)?|"
    r"[^，。；]{2,8}(?:之?后|以来)(?:一?直|就|又|便|也|都)*(?:断开|断了|停用|停了|丢了|失效|坏了|失灵|没|未|不)[^，。；]{0,8}|"
    r"一[个条路点台项次份张][^，。；]{0,4}[都也](?:没有?|未)[^，。；]{0,5}"
)
# "过点没做亮红灯": what is left undone is seen.
_FLAGGED = re.compile(
    r"[^，。；]{0,10}?(?:红灯|标红|亮红|闪红|变红|飘红|催|扣分|升级到|自动升级|@)"
)
# "模块未购买授权", "执行情况无法登记和跟踪": of what stands before it.
_UNPAID = re.compile(
    r"[未没](?:有)?(?:购买|采购|购置|付费|续费|激活|授权|交付|启用|开发|立项|签约)[^，。；的者]{0,4}$|"
    r"(?:无法|不能)(?!登[录入陆]|保存|进|通行|通过|打?开|伪|篡|删|复制|绕|拷|读|仿|冒|占|启动|外|还原|恢复|破解|识别|重复|抵赖|更改|离开)[^，。；的]{2,6}$"
)
# "联调一直失败", "页面一直转圈": how a trial of the thing before it ended.
_FAILED = re.compile(
    r"(?:测试|试验|联调|调试|对接|调用|注册|生成|导入|级联|演示|授权)(?:一直|始终|均|全部|多次|仍|都)?(?:失败|报错|不成功)(?=$|[了过])|"
    r"(?:灰掉|变灰|置灰|灰显|全黑|全白|停工|烂尾|丢了|锁死|空白页|空页面|空表|"
    r"(?:一直|老是|总是?|始终)(?:在)?(?:转圈|加载|卡住|报错|闪退)|点开[^，。；]{0,6}(?:空白|报错|无权限|转圈|闪退))(?=$|[了”」])"
)
# What is kept on paper or told by telephone is in no system.
_PAPER = (
    r"(?:[写记抄贴登画][^，。；]{0,2}[在到于][^，。；]{0,10}?|[翻查找填][^，。；]{0,8}?|[用拿带靠凭着][^，。；]{0,8}?|手写|手抄|硬皮)"
    r"(?:白板|黑板|便签|便利贴|纸条|(?<![账样范文])本子|笔记本(?!电脑)|登记[本簿]|硬皮本|簿子|册子|纸和笔|纸笔|计算器|[Uu]盘|秒表|手提喇叭|手抄)|"
    r"(?:靠|只能|全是|都是|还得|仍要)[^，。；卡码]{0,12}(?:打电话|微信群|喊|传话|跑腿|手抄)|挨(?:个|家|户)[^，。；]{0,6}[去敲跑问数]|脑子里|心里那本"
)
_ON_PAPER = re.compile(_PAPER)
_ONLY_ON_PAPER = re.compile(
    r"(?:全|都|一律|只能|只好|得|要|还|仍|就|平时|每次|年底|每?月底|先|再|值班员|文员|前台|师傅|保安|主管|经理|自己)*"
    rf"(?:{_PAPER}|派人|打电话)[^，。；]*"
)
# "要等邻居打电话才知道", "得派人骑车去看": somebody does or tells what the thing should.
_BY_SOMEBODY = re.compile(
    r"(?:要等|要让|(?<![不使获取值听看记认懂难显觉省舍])得(?![到以出分知当])|只能|只好|只得|全靠|都靠|就靠|靠|总是|都是|每次都)[^，。；卡证码脸]{0,8}"
    r"(?:邻居|保安(?!中心|室)|保洁|门岗|门卫|值班员|文员|管家|班长|师傅|派人|叫人|喊人|打电话|去翻)|"
    r"(?:打电话|来电|投诉|报修|路过|跑来|来喊|跑去)[^，。；]{0,10}才|"
    r"(?:文员|值班员|保安|前台|管家)[^，。；]{0,12}(?:手工|手抄|手写|一条条|逐条)"
)
# "无人接听", "主人不在", "when nobody answers": what happens then is told behind it.
_NOBODY_IN = re.compile(
    r"(?:无人|没人)(?:接(?![管手入])|应(?!用)|在家)|(?:主人|业主|住户|户主|家里|家中|屋里)(?:都|均|也|正好)?(?:不在|没人|无人)(?:家|时|$)"
)
_WHENEVER = re.compile(
    r"(?:when|whenever|if|once|while|unless|should|in case|after|where) .*(?:nobody|no one|not|no) ",
    re.IGNORECASE,
)
# "平台不显示充电桩的占用情况": who it is that does not stands before it; not "未登记的车辆".
_SUBJECT = re.compile(
    r"(?:家里|家中|户内|套内|屋里|厨房|卧室|客厅|屏|棚|室外|园区|平台|系统|软件|模块|界面|页面|主机|小区|项目|地图|大屏|APP|小程序|物业|客户端|终端|设备)[上里中内侧端]?(?:目前|现在?|还|也|均|都|仍|尚|暂|一直|从来|至今|并|[ ])*$"
)
_SAID_OF = re.compile(r"[^，。；]{2}(?<![对将凡遇给把如若让由向为与和是有被的管])$")
_THING_AT_END = re.compile(r"[^，。；的]{1,14}的[^，。；]{1,10}(?<![人车户客者员门件])$")
# "断开一台摄像机网线，5 分钟内显示离线": what begins a clause is done to a thing.
_DONE_BY_A_TESTER = 2
# "低于十位的口令存不上": what is refused as it should be.
_REFUSED = re.compile(
    r"(?:没|未|无|不)[有经]?[^，。；]{0,8}(?:点头|同意|批准?|审批|签字|授权|许可|盖章)[^，。；]{0,12}(?:灰|不[了能得让予给可]|无法|拒|锁|[导打拿拷]不)|"
    r"(?:外来|外部|非本|非住户|陌生|生人|黑名单|燃油|油车)[^，。；]{0,12}(?:不[吐出给送通]电|不启动|不[开抬放]|[进充启]不|无法|被拒)|"
    r"不[^，。；]{1,3}不(?:采|送|放|出[电杆门]|抬|给电|准|予|得|启|批|导)|"
    r"(?:不足|低于|少于|没|未|不|无|非|错|外来|太简单)[^，。；]{0,14}(?:存不[上了]|[进登设通过推插读拷]不[去上了过动]|打不开|不起作用)|"
    r"(?:偷|冒|硬闯|强行|撬|仿)[^，。；]{0,8}(?:没用|不行|没辙|白搭)|的(?:都|也|一律)?不行|"
    r"提示[^，。；]{0,10}不[足够符]"
)
# "心跳、开门、断线": one of several things that are reported.
_LISTED = re.compile(r"[^，。；]*[、/]$")
# "改线后复测全部释放": what was wrong is so no longer.
_REMEDIED = re.compile(
    r"，(?:现|均|都|后)?已(?:经)?(?:移位|重[新装做接]|补[齐装上做接]|换[新掉上]?|更换|改[正好]?(?=[，。；]|$)|修[复好]|调[整好]|恢复|整改(?:完|好)|装回|接[上回好])|，换新|，重新[^，。；]{1,4}[过好了]|"
    r"(?:复[测验检查试]|重[测试验]|再[测试]|(?:整改|修复|调整|更换|处理|改线)后)[^。；]{0,12}?(?<![不未没])(?:合格|正常|通过|全部|均|都|恢复)(?![不未没])"
)
# "架空层疏散指示：按开敞空间处理，不设指示灯".
_NAMED_FIRST = re.compile(r"^[\d.、\s]*([\u4e00-\u9fff]{3,14})：")
_BEHIND, _BEFORE, _SHORT = 18, 24, 4
_TURN = re.compile(r"但|而(?!且)|只是|不过|且|又|，| but ")
_BLANK = "\u3000"


# Every denial holds one of these.
_TRACE = re.compile(
    r"[凭毁烂蒙]|进水|受潮|[拉搬收卸抬]走|停[发播供]|拿[本笔纸]|碰运气|指望|[装有货位成用线入率数][为是：: ]?0|[罩封贴挡遮住黑]|对着|朝|出了画面|[只仅光]|"
    r"[未不没无缺停瘫坏废旁欠断删砍驳弃闲漏偏盲孤拆撤敞靠纸糊违遗丢烧拖泡挪移搬]|失[灵效声]|脱落|损|报错|老化|掉电|黑屏|白屏|灰的|空|摆设|"
    r"取消|核减|减配|落空|底盒|管线|线管|等于|形同|下[线架]|退[货场回]|自理|作罢|搁置|流标|过期|到期|关闭|恒为|离线|掉线|两张皮|逆光|发白|发黑|短路|谈|虚设|被|底座|支架|接线盒|线头|"
    r"人工|手工|手动|手翻|肉眼|人力|逐个|口头|随[意便]|谁都|普通|老式|用原|[a-z]{3}|"
    r"白板|黑板|便签|便利贴|本子|笔记本|登记[本簿]|簿子|册子|计算器|U盘|秒表|喇叭|手抄|电话|微信群|喊|传话|跑腿|挨[个家户]|脑子里|心里那本|"
    r"凭|[还都]得|还要|派人|叫人|喊人|要[等让]|只[能好得]|总是|都是|每次都|跑|才|屏蔽|文员|值班员|保安|前台|管家|失败|不成|灰|转圈|加载|卡住|闪退|全[黑白]|停工|烂尾|锁死|崩溃|哑|覆盖",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Denial:
    """What is denied, and the words around it that say of what: "[防火墙没有]入侵防御"."""

    thing: str
    text: str


def denials(text: str) -> tuple[Denial, ...]:
    """
    Return what a passage denies; () for nothing.

    >>> [denial.thing for denial in denials("南门设道闸，未设人行闸；电梯轿厢摄像机未安装")]
    ['未设人行闸', '电梯轿厢摄像机未安装']
    """
    if _REMEDIED.search(text):
        return ()
    found: list[Denial] = []
    before = ""
    conditional = conditions(text)
    for match in CLAUSE.finditer(text):
        clause = match[0].strip()
        if match.start() in conditional:
            before = ""
            continue
        if _NOBODY_IN.search(clause) or _WHENEVER.match(clause):
            before = clause
            continue
        denied = _denied(clause, text[match.end() + 1 :])
        # "存住户资料的服务器还在办公网段，没有隔离": a short clause speaks of what came before.
        if before and _has_no_thing(clause):
            if not denied and _LOST.search(clause):
                denied = [Denial(clause, clause)]
            denied = [Denial(f"{before}，{one.text}", f"{before}，{one.text}") for one in denied]
        # "物业有多少设备，靠年底派人带着纸笔去数": how it is done, of what came before.
        elif before and denied and _ONLY_ON_PAPER.fullmatch(clause):
            denied = [Denial(f"{before}，{clause}", f"{before}，{clause}")]
        elif _BY_SOMEBODY.search(clause):
            after = CLAUSE.search(text, match.end())
            done = [one for one in (before, clause) if one]
            # "靠门岗去点屏幕，看访客机死没死": at the start, it is done for what comes behind.
            done += [after[0].strip()] if after and not before else []
            denied.append(Denial("，".join(done), "，".join(done)))
        found += denied
        if _ONLY_ON_PAPER.fullmatch(clause) and before:
            before = f"{before}，{clause}"
        elif not _NO_THING.fullmatch(clause):
            before = clause
    return tuple(dict.fromkeys(_of_topic(one, text) for one in found))


def _of_topic(denial: Denial, text: str) -> Denial:
    """Return a denial with what the text names first, where it speaks of just that."""
    topic = _NAMED_FIRST.match(text)
    if topic is None or denial.text in topic[1]:
        return denial
    shared = any(denial.thing[at : at + 2] in topic[1] for at in range(1, len(denial.thing) - 1))
    if not shared:
        return denial
    return Denial(f"{topic[1]}，{denial.thing}", f"{topic[1]}，{denial.text}")


def without_denied(text: str, things: Iterable[str]) -> str:
    """
    Return a text with what it denies blanked out.

    >>> without_denied("南门设道闸，未设人行闸", ["未设人行闸"])
    '南门设道闸，　　　　　'
    """
    for thing in things:
        for part in CLAUSE.findall(thing):
            text = text.replace(part, _BLANK * len(part))
    return text


def may_deny(text: str) -> bool:
    """
    Return whether a text holds a letter or word of a denial at all; quick.

    >>> may_deny("南门设道闸"), may_deny("人行闸未设")
    (False, True)
    """
    return _TRACE.search(text) is not None


def _has_no_thing(clause: str) -> bool:
    return (
        (len(clause) <= _SHORT and _BARE.match(clause) is not None)
        or (_NO_THING.fullmatch(clause) or _SILENT.fullmatch(clause)) is not None
        or _BY_HAND.match(clause) is not None
    )


def _denied(clause: str, rest: str) -> list[Denial]:
    """Return what a clause denies; rest: what follows it."""
    if any(said.search(clause) for said in (_FUNCTION, _REFUSED, _APART)) or holds_back(clause):
        return []
    cannot = _CANNOT.search(clause) or _UNABLE.search(clause)
    if cannot and _SHUT_OUT.search(clause[: cannot.start()]):
        return []
    if cannot:
        # What stands behind, if anything does: "图像上看不出哪个口在充" denies no image.
        thing = clause[cannot.end() :] if cannot.end() < len(clause) else clause
        return [Denial(thing, f"{clause}，{_plainly(clause, cannot)}")]
    by_hand = list(_BY_HAND.finditer(clause))
    if _WHETHER.search(clause) and not by_hand:
        return []
    short = _SHORT_OF.search(clause)
    if short and not _SUPPOSED.match(clause[short.end() :]):
        return [Denial(clause, clause)]
    lost = () if _NOTICED.match(rest) else [w for w in _LOST.finditer(clause) if _is_so(clause, w)]
    is_replaced = REPLACED.search(clause) is not None or REPLACED.match(rest) is not None
    ends = [
        word
        for word in (*_CLOSES.finditer(clause), *(() if is_replaced else lost))
        if word.start() >= _DONE_BY_A_TESTER and not _WHILE.match(clause[word.end() :])
    ]
    starts = [
        word
        for word in _LACKING.finditer(clause)
        if word.end() < len(clause)
        and (
            _TAKES_AWAY.match(clause, word.start())
            or (
                not _is_supposed(clause, word)
                and not any(end.start() <= word.start() < end.end() for end in ends)
            )
        )
    ]
    ends = [
        word
        for word in ends
        if not (_WANTING.match(word[0]) and _TOLD.search(clause[: word.start()]))
    ]
    if not _NOTICED.match(rest):
        ends += _FAILED.finditer(clause)
    ends += (word for kind in (_ON_PAPER, _UNPAID, _NOUGHT) for word in kind.finditer(clause))
    found = [_behind(clause, word) for word in starts]
    found += [
        Denial(piece, piece)
        for piece in (clause[max(0, word.start() - _BEFORE) : word.end()] for word in ends)
    ]
    is_english = _ENGLISH.search(clause) and not _KEPT_OUT.search(clause)
    return [*found, Denial(clause, clause)] if by_hand or is_english else found


def _is_supposed(clause: str, word: re.Match[str]) -> bool:
    """Whether what is denied is only what the clause speaks of: "未登记的车辆"."""
    supposed = _SUPPOSED.match(clause[word.end() :])
    if supposed is None:
        return _FLAGGED.match(clause[word.end() :]) is not None
    # "天花没留烟感的盒子" is said of what stands before it; "对没装烟感的户" is not.
    if "没" in word[0] and _SAID_OF.search(clause[: word.start()]):
        return _THING_AT_END.match(clause[word.end() :]) is None
    before = clause[: word.start()]
    return not (_EVER.search(before) or (supposed[1] == "的" and _SUBJECT.search(before)))


def _plainly(clause: str, cannot: re.Match[str]) -> str:
    """Return what cannot be done, as it is called where it can: "开门，开了门" of "开不了门"."""
    verb, _, how = cannot[0].partition("不")
    rest = clause[cannot.end() :]
    return f"{verb}{rest}，{verb}{how}{rest}"


def _is_so(clause: str, word: re.Match[str]) -> bool:
    """Whether what became of a thing is a finding, not what a system would notice."""
    after, before = clause[word.end() :], clause[: word.start()]
    if _LISTED.fullmatch(before) and not _LOST.search(before):
        return False
    return _NOTICED.match(after) is None and _TOLD.search(before) is None


def _behind(clause: str, word: re.Match[str]) -> Denial:
    """
    Return what stands behind a word that denies, with the clause from its last turn before it:
    "有道闸但无人行闸" says nothing against the first.
    """
    turns = [turn.end() for turn in _TURN.finditer(clause, 0, word.start())]
    start, end = max([0, word.start() - _BEFORE, *turns]), word.end() + _BEHIND
    is_whole = (
        _AT_ALL.search(clause)
        or _INERT.match(clause[word.start() :])
        or _JOINED.match(clause[word.end() :])
    )
    thing = start if is_whole else word.start()
    return Denial(clause[thing:end], clause[start:end])
