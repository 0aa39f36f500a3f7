"""
How a passage stands to its matter: it provides it, recites it, plans it, denies it. Pure.

Decided by the wording, the headings above it and the kind of document, by rules that can be read
here; no model is asked. What a passage denies is found by `assistant.evidence.denial`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.evidence.section import purpose_of
from assistant.evidence.tone import Tone, names_brochure
from assistant.evidence.unbuilt import unbuilt

Relation = Literal["supports", "contradicts", "mentions"]
Stance = Literal[
    "provided", "required", "planned", "absent", "elsewhere", "advertised", "listed", "superseded"
]
STANCES: tuple[Stance, ...] = Stance.__args__  # type: ignore[attr-defined]

_ELSEWHERE = re.compile(
    r"(另一|其他|其它|相邻|毗邻|北侧|南侧|东侧|西侧|二号|2号|[一二三四]号)(在建的?)?(地块|小区|项目|标段|组团)(?!内)|"
    r"^(商场|酒店|宾馆|医院|写字楼|地铁|机场|超市)[^，。；]{0,8}的|"
    r"与本(工程|项目|小区|案|次|标段|文|项|通知)[^，。；]{0,4}无关|另案|供.{0,6}(?:参考|对照|借鉴)|(他们|兄弟|隔壁|邻近|相邻的?|同城|对面|附近)的?(?:[\u4e00-\u9fff]{2,3}(?:园|苑|里|城|府|庭|湾|郡|居)(?!内)|地块|小区|项目|另|商业街|商场|写字楼|园区|学校|楼盘|社区(?!卫生))|(?<![本该此期设目])地块的(?:平台|系统|设备|视频|消防|门禁|停车|物业)|(?<![小社园住])[南北东西]区(地块|物业|平台|项目|工程|网络)|不在[^。；]{0,16}范围|(本|此)[^，。；]{0,6}(不含|不包括|不涉及)|不属于?本(次|期|工程|项目)|"
    r"(在|随|由|按)(该|其)(地块|项目|小区|标段)|本次不(查|验|含|评|涉及)|单独(验收|评价|立项)|"
    # What other places than homes have, and who else runs it.
    r"^[^，。；]{0,4}(机场|地铁|高速公路|高铁|火车站|车站|体育场|监狱|法院)|"
    r"由(电力|供电|轨道|交通|高速|铁路|地铁|市政)[^，。；]{0,6}(公司|部门|局|单位|集团)[^，。；]{0,4}(负责|管理|运维|建设)|"
    r"兄弟(?:街道|社区|单位)|可以?去(?:看看|学学|取经)|值得(?:学习|借鉴)|与我们?方?无关|跟我们?没关系|(?:我方|我们|物业)只(?:负责|管)|"
    # What others own, and what was looked at on a visit.
    r"(?:，|^)属(?!于?本|物业|我|业主|地)[^，。；]{2,8}(?:公司|单位|集团|学校|医院)(?=[，。；]?$)|(?:那边|那儿|他们那)[^。；]{0,40}我们?去[^，。；]{0,4}看[了过]|我们?去[^，。；]{0,6}(?:参观|考察)[了过]|"
    r"(?<![老主住])人家[\u4e00-\u9fff]{2,3}(?:园|苑|府|城|庭|湾|郡|小区)|[已另]有[^，。；]{0,4}“[^”]{2,8}”(?:项目|小区)|"
    # What others say that they have, and nobody here has seen.
    r"(说|称)(他们|那边|对方|其)|听说|那是在[^，。；]{2,16}[见看]到的|(?:我|我们)?没有?(?:去)?核(?:实|过|对)|据(说|称|悉)|没见(过|到)|"
    # What a report did not look at.
    r"(?<!尚)未(检测?|测|抽检|查验)[：:，。]|未(讨论|涉及)|没有?(去)?(查|检|测)(?=[，。；]|$)|不在[^，。；]{0,10}合同(?![^。]{0,10}(?:未|没)(?:装|做|建|配|买|上))|"
    r"随[^，。；]{2,12}(专项|另行)|另行(设计|委托|招标)|由其[^，。；]{0,6}自(?:行|理|管|建)|由(?!物业|我|本).{2,16}(统建|统一(?:建设|规划|发放|采购|运营)|自建|另行|投资|自行|自管|代管)|^转发|转发(?:的|自|：|《|[^，。；]{0,10}(?:通知|文件))|供(?:公安|交警|政府|消防)[^，。；]{0,4}使用|售楼处|市面上|行业内(?!部)|(?:^|，)(?:有的|有些|不少|许多|多数|一些)(?:小区|项目|厂家|物业|城市|楼盘)|(?:新闻|媒体|据)报道|展会|(?:课件|教材|讲座|论文|图集)(?:中|里|介绍|指出|提到)|(?<!全)国外|曾(?:参与|承建|任职)|"
    r"归(?!物业|本|我)[^，。；]{2,12}(?:公司|单位|街道|部门|中心|学校|商户|商家|厂家)[^，。；]{0,2}(?:管|管理|维护|负责|养护|维保)(?=[。；]?$)|同(?:平台|公司)[^，。；]{0,12}(?:租户|项目|小区)|(?:其他|其它|别的)租户|[^，。；]{0,6}[A-Z]\s?地块|another (plot|project|site)|out of (the )?scope",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"暂定|建议|设计(?:时|阶段)?考虑(?![了到])|留待|视(?:资金|经费|预算)|有没有钱|想有|想要(?![^，。；]{1,8}的)|会上(讲|说|提)|(?<!社)会(做|有|上线)|预留|二期|三期|远期|后期|后续(建|实施|增|完善|考虑|补|再)|下一步|择期|适时|条件成熟|(?<![模虚])拟(?!定|合|态|真)|"
    r"(?<![养护检修巡度作练训])计划(设置|建设|增设|于|在|安装|明年|下|投用|上线|接入|实施(?!情况|率))|计划\s*\d{4}\s*年|暂缓|缓建|尚在|(开发|建设|调试)中(?!心)|(尚)?待(建|定|实施|安装|批|落实|确认|议)|待[^，。；]{1,10}(升级|改造|改版|开发|上线|批|接管|落实|到位|解决|通知|同意|资金|确[定认]|选定|明确|招标|进场)|再行(?!车)|"
    r"将(来|于|在(?!线)|增设|建设|安装|支持|提供|具备|实现|开放|升级|推出|配|接)|今后|日后|届时|\bif (?:release|version|phase|the budget)\b|再(说|议|定)|打算|供(二期|将来|以后|日后)|前(办完|完成|整改|补齐|装好)|(要是|如果|等|待)[^，。；]{0,10}(下来|到位|批(了|下)|到账)，|"
    r"请[^，。；]{1,14}(加装|增设|增加|研究|落实|报|提供|补|学习|尽快|完成|整改|核实|考虑|安排|跟进)|"
    r"投标(时|阶段)|报价|询价|"
    r"待问|待查(?!询)|待核|待补|待答复|不知道|说不清|路线图|规划中|排期|待上线|即将上线|roadmap|明年|列入.{0,12}(计划|改造|预算)|(?<!系)列计划|在研|日期未定|提议|方案[^，。；]{0,6}(?:评审|比选|论证|上会)|[待还仍]在?(?:比较|比选|论证|洽谈|审批|走流程|公示|表决|谈)|(?:设计|招标|比选|论证|洽谈|公示|立项|报批|审批|招投标|采购|研发)(?:过程)?中(?=[，。；]|$)|(?<![竣完])(?:正在?|在)(?:办理|走)?(?:招标|招投标|立项|报批|比选|询价|选型)|待(?:部署|表决|样机|测试|开通|采购|评审|审批|招标|立项|签约|比选)|会后决定|(?:正|还|仍|尚)在[^，。；]{0,4}(?:征求意见|研究|调研|讨论|摸底|会签|打样|选型)|(?:研究|调研|讨论|会签|摸底|打样)中(?=[，。；]|$)|打报告|[二三]选一|如愿意|可(以)?(一并|另行)?考虑|争取|planned(?![^.;]*\b(left out|cut|dropped|cancel|abandon|never|scrapped|omitted))|reserved for|phase (2|two|ii)\b|in (the )?future|"
    r"to be (added|installed|built|tabled|decided)|\bwill be\b|from 20\d\d (we|the|it)\b|\bwe (want|hope|plan|intend)\b|"
    r"计划(引入|采用|更换|新增|增加|部署|启用|升级|改造|推出|逐步|分批)|下一(阶段|年度|版|批)|后续(版本|批次)|"
    r"将(研究|引入|部署|新增|陆续|分批)|"
    r"\boption [A-Z]-?\d|for decision|not ordered|may come with|有人问|问能|能不能|可否",
    re.IGNORECASE,
)
# What is reserved is for later too; whether it is reserved at all may be open: "拟待政策明确后考虑".
_UNDECIDED = re.compile(
    r"(?<![模虚])拟(?!定|合|态|真)|[尚仍]?待[^，。；]{1,14}(?:考虑|确定|明确|落实|研究)|再(?:行)?(?:考虑|议|定)|另行考虑|暂缓|缓建|"
    r"列入.{0,12}(?:计划|改造|预算)|明年|来年|下一步|打算|择期|适时|提议"
)
# "须设" asks for a thing; "须经审批", "须含数字" prescribe a conduct that is in force where it stands.
# 要求 asks only where something follows: in "明确备份要求，" it is a noun.
_MUST = re.compile(
    r"(?<![对响相供反适效感回呼顺照])(?<![有没无]人)应(?!急|用|对|答|收|力|包(?!括|含)|[，。；、]|$|[做到检修测巡保]\s*\d)|(?<=[施备统所位台])应对(?=[^，。；]{1,14}(?:采取|进行|设|实施|实行|加|作|做|开展|予以|提供|安装|配))|"
    r"(?<!适|事)宜(?!居|家)|"
    r"(?<!无)须(?=遵守|设|配|安装|装|采用|具备|具有|符合|满足|建|实现|支持|能|达|预留|接入|与)|"
    r"(?<!合)要求(?![的，。；、]|$|.*(?:会被|存不|无法保存|自动拒|拒绝保存))|原则上|\bshall\b|\bshould\b|"
    # A habit of the trade, not of this project.
    r"(通常|一般)(需|要|都)?(采用|采取|配置|配备|设置|部署)|"
    # What is enforced is in force: "must mix digits and letters to be saved".
    r"\bmust\b(?! log in|.*\b(?:to be (?:saved|accepted)|or (?:the|it)\b|rejected))"
)
# "是平台的基本功能要求", "为规范要求内容", "的规定见 5.3": of norms themselves.
_OF_NORMS = re.compile(
    r"(?:是|为|系|属于?)(?![^。；]{0,20}(?:符合|满足|达到|合格))[^，。；]{0,12}(?:基本|基础|通行|一般|共性|必备|规范|标准|强制|常见|普遍|通用)[^，。；]{0,6}(?:要求|规定|原则|内容|做法|配置)(?:之一|内容)?[。.]?$|"
    r"(?:的|有关|相关)规定见|(?:规范|标准|条文|导则|本条)中?(?:所称|所指)|(?<![无不所急按必])需(?=支持|具备|具有|满足|实现|提供|建立|配备|设置)"
)
# "符合 GB 50016 的规定", "按接入要求": something is met, not asked for.
_MET = re.compile(
    r"(?<![须应需要])(符合|满足|达到|执行)[^，。；]{2,50}?(要求|规定)|按[^，。；]{0,16}要求|"
    r"(?<![须应需要])[按照][^，。；]{2,40}(?:执行|实施|办理|落实|处置|做的)(?=[，。；]|$)|(?<=[，；])(?:依据|根据|符合|满足|遵循)[^，。；]{2,40}(?=。?$)"
)
_NORM = re.compile(r"《[^》]+》|\b(GB|JGJ|JG|GA|DB|CJJ|ISO|IEC)\s?[/T\d]")
_CITES = re.compile(
    # What a norm says, and what a word means.
    r"(?:GB|JGJ|GA|DB|CJJ|ISO|IEC)[^，。；]{2,24}(?:规定|要求|明确|提出|给出|定义)了|[^，。；]{2,20}(?:(?<!的)是指(?!纹|静脉|定)|系指|指的是|是一种)|招聘|诚聘|"
    r"(?<![没未不有])(根据|依据|按照?|参照|遵照|遵守|遵循|符合|执行|见).{0,24}(标准|规范|规定|导则|条例|GB|JGJ|GA/T)|"
    r"(标准|规范|导则|条例)里?.{0,12}(要求|规定|明确)|according to(?! (?:its|their) )|as required by|"
    r"\b(table|standard|code|law|rule|regulation|criteri(on|a)|guideline|scheme)( on [^.,;]{2,30})? (requires?|expects?|says|asks|wants|calls)\b",
    re.IGNORECASE,
)
# What a thing is in general, and who reads a rule: "防火墙是置于网络之间的设备".
_DEFINES = re.compile(
    r"^(?!.*[本我这那该台套])[^，。；：\d的用]{2,14}是[^，。；：\d]{4,40}的[^，。；]{0,8}(设备|装置|措施|技术|手段|保障|总称|基础|前提|锁具|产品|软件|器具|系统)[。.]?$|"
    r"^[^，。；：\d的]{2,10}即[^，。；：\d]{3,20}，由[^。；]{4,40}组成[。.]?$|^[^，。；：\d的]{2,14}分(?:为)?[^，。；\d]{2,20}[和与、][^，。；\d]{2,20}[两二三四几][种类型][。.]?$|"
    r"由[^，。；]{2,14}解释[。.]?$"
)
# "家居火灾报警应经现场核实后方可解除": what a norm lays down, whatever else it names.
_NORMATIVE = re.compile(
    r"^[^，。；]{2,20}(?<![对响相供反适效感回呼顺照])应(?!急|用|对|答|收|力)[^。；]*(?:方可|方能|才可)[^，。；]*[。.]?$|"
    r"^应对[^，。；]{2,24}(?:进行|采取|实施|实行)|^[^，。；]{0,12}(?:系统|建筑|场所|单位)[^，。；]{0,12}，?(?:须|必须)定期|^设有[^，。；]{2,16}的[^，。；]{1,10}应"
)
_PROVIDED = re.compile(
    r"本(项目|工程|设计|小区|系统|方案|园区|平台).{0,40}(设置|采用|配置|配备|安装|设有|实现|具备|保存|建立|设|装)|"
    r"((?<!公)共|合计|已|均|各|另|现|全部)(设置|安装|配置|配备|设|装|建立|接入|开通|实现|投入|完成|通过|采用|覆盖)|"
    r"(设置|安装|配置|配备|设|装|建)(了|有)|已(分配|下发|取得|申请|办理|开通|联调|签订|备案)|\d+\s*(台|路|套|个|只|处|樘|部|对|点|组|块|户)|"
    r"(全部|均|逐[项条台][^，。；]{0,6})(符合|合格|检[测验])|[^无未没][，。；|]\s*合格\s*(?=$|[，。；|])|(随货|随附|均?附有?)[^，。；]{0,8}(报告|证书|合格证)|(报告|证书|资料)齐全|"
    r"存储(时间|周期|期限)?(为|达|≥|不少于)|经(核对|检查|查验|测试|核查|现场|验收)|逐[条项]复核|无偏离|一致同意|已建成|验收合格|通过(竣工)?验收|检测合格|检验合格|(结论|结果|指标)[^，。；]{0,4}(合格|符合|通过|达标)|试运行|实测|抽查|正常|现场|"
    r"(?<![应须需要能])通过(了|其)?[^，。；]{0,8}(审[核查]|测评|评审)|(签字|审[核查])通过|取得[^，。；]{0,8}(许可|批复|回执|同意)|已(经)?(备案|获批|获准|批准|审批|报备)|"
    r"\b(is|are|was|were|has been|have been) (provided|installed|built|equipped|connected|in operation)",
    re.IGNORECASE,
)
# What a thing is or commonly consists of says nothing of this one.
_GENERAL = re.compile(
    r"^[^，。；]{2,16}((?<!的)是指(?!纹|静脉|定)|系指|指的是|是一种|是(利用|通过|采用|由)[^。；]{2,40}的(系统|方式|方法|设备|装置|技术|手段)|"
    r"(一般|通常)(由|分为|包括|包含|采用|设)|(?<=系统|设备|装置|产品|方式)可?以?分[为成][^。；]{2,40}(类|种|大类)(?=[，。；]|$))"
)
# What a project says of itself holds, wherever it says so.
_OURS = re.compile(
    r"本(工程|项目|小区|设计|系统).{0,30}(按|执行|符合|满足|采用|做到|达到|达标|落实)|已(执行|落实|采用|达标)|(工程|系统|设施|图纸)[^，。；]{0,6}按.{2,80}(设计|施工|编制|选型|建)"
)
_REQUIRED_HEADING = re.compile(
    r"(设计|编制|工程|验收)?依据|引用(标准|规范|文件)|规范性|(相关|主要|执行)(标准|规范|法规)|标准(与|和)?规范|"
    r"术语|条文|normative|references",
    re.IGNORECASE,
)
# "设计依据与范围" heads norms and facts alike.
_MIXED_HEADING = re.compile(r"依据[与和及、]|[与和及、](设计)?依据")
_PLANNED_HEADING = re.compile(
    r"二期|三期|远期|后期|预留|后续|规划(内容|建设)|展望|明年|来年|future|next year|phase (2|two|ii)\b|"
    r"\bplans? for (20\d\d|next|the (coming|next))",
    re.IGNORECASE,
)
_ELSEWHERE_HEADING = re.compile(
    r"(其他|其它|相邻|另一|[一二三四]号)(地块|标段|项目)|不含|范围之?外|[区块段期](?:另计|另列|另行|不计入)|不在(本次|此次)|非本(项目|工程|小区)|"
    r"\boutside (this|the)\b|\bnot ours\b|\bexclu(ded|sions)",
    re.IGNORECASE,
)
_LISTED_HEADING = re.compile(
    r"图纸目录|图纸清单|目录|目次|图号(?![：:\s]*[^\s，。；）)]{0,4}[-—]?\d)|附图|contents|list of (drawings|figures|tables)|(drawings|figures) in\b",
    re.IGNORECASE,
)
_SUPERSEDED_HEADING = re.compile(
    r"(?<!预案)(?<!预案库)修订记录|版本(记录|说明|历史)|变更记录|作废|revision history",
    re.IGNORECASE,
)
_DRAWING_TITLE = re.compile(
    r"^(?!.*(张贴|生成|查看|编制完成|支持|提供|绘制|导入|上传到|发布|可(?![视燃])))([A-Z]{1,4}[-—]?\d+[A-Z]?\s*)?[^，。；：]{2,40}((?<![出有无没上成调看传])图|drawing|diagram)(（[^）]*）|\([^)]*\))?[。.]?\s*$"
)
_CONTENTS_LINE = re.compile(r"(…{2,}|\.{4,}|·{4,})\s*\d*\s*$")
_BARE_HEADING = re.compile(
    r"^(第[一二三四五六七八九十\d]+[章节条]|[一二三四五六七八九十]+、|\d+(\.\d+)*[、.．)）]?\s(?!\s*[部台套个只樘路盏户栋幢块把辆家处名]))"
    r"\s*[^\d，。；：,;:]{2,18}[。.]?\s*$"
)
# A sentence wholly in quotation marks is somebody else's.
_QUOTED = re.compile(r"[·•\-—\s]*[“\"「][^”\"」]{6,}[”\"」][。.]?")
# The title of a record or a form, on its own line: "消防设施维护保养记录（续）".
_RECORD_NAME = re.compile(
    r"[^，。；：、,.;:有设存建填已齐完均各共可能]{4,24}(记录|登记表|检查表|报告|清单|手册|台账)(（[^）]{1,6}）.{0,24})?"
)
# What is wrong is told in such columns, and what shall be done about it.
_FAULT_COLUMN = re.compile(
    r"^(存在|遗留)?(问题|缺陷)(描述|内容|说明)?$|^(issue|defect|snag)s?$", re.IGNORECASE
)
# What shall be paid for or done, and what people wish for, is told in such ones.
_PLAN_COLUMN = re.compile(
    r"^(最?想要|心愿|期望|愿望|预算|估算|概算|拟办|拟投|计划(完成|时间|投入|实施)|下一步|budget|planned)",
    re.IGNORECASE,
)
# Nobody but a seller promises so much.
_PRAISE = re.compile(r"绝不|绝无|永不|万无一失|高枕无忧")
_ADVICE = re.compile(r"(?<!适|事|便)宜(?!居|家|于|人)|建议|靠拢")
# What was offered, and is in no contract.
_OFFERED = re.compile(
    r"(?:点我|点击|点此|立即|扫码|马上)(?:下单|购买|抢购|订购)|(?<![没未])下单(?:立减|即送|就送|有礼|[！!])|包邮|^某(?:品牌|款|厂|公司|云|型|国产|进口|杀毒|软件|系统|小区|项目)|荣[获膺]|(?:厂商|厂家|供应商|产品|新版)[^，。；]{0,4}(?:彩页|样本|介绍(?!了?本)|宣传|宣称)|[的一]张?[^，。；]{0,4}广告(?=[，。；]|$)|[（(](?:推广|广告)[）)]|有意私聊|\d折(?=[，。；优起]|$)|领跑者|号称|宣称|详见彩页|宣传页|上门演示|演示环境|选[装配]件|可选配|按需选配|同行(?:介绍|说)|^[^，。；：]{0,8}(?:软件|产品|智能锁|设备)手册：|半价|打折|促销|会员(?:服务|卡|日)|投标文件|未(全部)?写入合同|不属于合同|产品(彩页|样本)"
)
# "1.6 【通用】旗舰版支持…": what the product can do, or some other project may have.
_OF_PRODUCT = re.compile(
    r"^[\d.、\s]*[【\[（(](通用|选配|可选|选装|增购|示例|样例|范例|模板|参考|产品能力|仅供参考)[^】\]）)]{0,6}[】\]）)]|"
    r"^[^，。；]{0,6}(?:企业|旗舰|专业|高级|至尊|集团)版(?:客户|用户|才|方可|方能|另[购配]|可选|支持)"
)
# "服务看板（选购）展示…", "为旗舰版", "需旗舰版算法盒": what whoever pays for it has. In a list of what was
# bought the name of a version stands in a cell of its own.
_SOLD_APART = re.compile(
    r"[（(]\W?(?:选购|增购|另购|另售|(?:旗舰|专业|高级|企业|至尊|尊享)版?)[）)]|"
    r"[为属需](?:另购)?(?:旗舰|专业|高级|至尊|尊享)版|(?:企业|旗舰|专业|高级|至尊)版手册|需另?行?(?:选购|购买|订购|开通)[^，。；]{0,6}(?:套餐|授权|许可|模块|网关)|"
    r"需(?:第三方|另行?|额外|单独)[^，。；]{0,6}(?:授权|许可)|为(?:扩展|可选|增值|选购)(?:应用|功能|模块|项)|可接市面|^[^，。；：]{0,12}[：:]?推荐(?:带|选用|采用|使用|搭配)"
)
# "智慧某某里，巡查有提醒！": a motto tells nothing that was done, and complains of nothing.
_MOTTO = re.compile(
    r"^(?!.*[没未无坏谁啥咋吗了的我你他这那])[^。；：:？！\d，]{2,10}，[^。；：:？！\d]{2,24}！$"
)
_HERE = re.compile(r"本(项目|小区|工程|园|院|区)|我们|咱们|我方")
_RESERVED = re.compile(r"预留|留有?[^，。；]{0,8}接口|reserved", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """
    Where a passage stands: the headings above it, outermost first, the tone of its document, and
    the headings of its table's columns. others: names of other projects that the document speaks
    of. is_void: the document says that this chapter does not hold for the project, or that these
    lines only praise. is_of_others: it stands in a list of what others have. is_superseded: what it found was looked at again.
    is_from_papers: it tells what was designed.
    """

    headings: tuple[str, ...] = ()
    tone: Tone = "plain"
    columns: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    is_void: bool = False
    is_of_others: bool = False
    is_superseded: bool = False
    is_from_papers: bool = False


def stance(text: str, setting: Setting | None = None, *, reserves: bool = False) -> Stance:
    """
    Return how a passage speaks of its matter, denials aside (`assistant.evidence.denial` finds those).

    reserves: the requirement itself asks for something to be reserved, so 预留 is provision. A
    passage that neither plans nor recites is taken to describe what is there.

    >>> stance("厨房预留线管", reserves=True), stance("厨房预留线管，待政策明确", reserves=True)
    ('provided', 'planned')
    """
    where = setting or Setting()
    placed = _by_place(text, where) or unbuilt(text)
    if placed is not None:
        return placed
    purpose = purpose_of(where.headings)
    if purpose is not None and not _OURS.search(text):
        return "provided" if reserves and purpose == "planned" else purpose
    heading = " ".join(where.headings)
    is_other = any(name in text for name in where.others) and not _HERE.search(text)
    if (
        is_other
        or where.is_of_others
        or _ELSEWHERE.search(text)
        or _ELSEWHERE_HEADING.search(heading)
    ):
        return "elsewhere"
    # Where a requirement asks for something to be reserved, only what says so provides it: "预留接口"
    # over a list of them does.
    said, over = text, f"{heading} {text}"
    if reserves:
        said, over = ("" if _RESERVED.search(one) else one for one in (said, over))
    if _PLANNED.search(said) or (over and _PLANNED_HEADING.search(heading)):
        return "planned"
    if reserves and _UNDECIDED.search(text):
        return "planned"
    return "required" if _is_recited(text, where) else "provided"


def _by_place(text: str, where: Setting) -> Stance | None:
    """Return the stance that follows from where a passage stands, whatever it says."""
    heading = " ".join(where.headings)
    above = " ".join((*where.headings[1:], text if text.startswith(("【", "[")) else ""))
    is_praised = _OFFERED.search(text) or _PRAISE.search(text) or _MOTTO.match(text.strip())
    is_of_product = (
        where.is_void or _OF_PRODUCT.match(text) is not None or _SOLD_APART.search(text) is not None
    )
    if where.tone == "brochure" or names_brochure(above) or is_praised or is_of_product:
        return "advertised"
    is_superseded = where.is_superseded or any("版次" in column for column in where.columns)
    if is_superseded or _SUPERSEDED_HEADING.search(heading):
        return "superseded"
    is_listed = any(word in column for column in where.columns for word in ("图号", "图名", "图纸"))
    titles = (_DRAWING_TITLE, _CONTENTS_LINE, *(() if where.columns else (_BARE_HEADING,)))
    if is_listed or _LISTED_HEADING.search(heading) or any(t.search(text.strip()) for t in titles):
        return "listed"
    if not where.columns and _RECORD_NAME.fullmatch(text.strip()):
        return "listed"
    is_list = any(
        column.search(title) for title in where.columns for column in (_FAULT_COLUMN, _PLAN_COLUMN)
    )
    return "planned" if is_list or where.is_from_papers else None


def _is_recited(text: str, where: Setting) -> bool:
    said = _MET.sub("", text)
    if (
        (_GENERAL.search(text) and not _OURS.search(text))
        or _QUOTED.fullmatch(text.strip())
        or text.rstrip('”"） ').endswith(("？", "?"))
        or (_ADVICE.search(said) and not _OURS.search(text))
        or _DEFINES.search(text.strip())
    ):
        return True
    must = _MUST.search(said) is not None or _OF_NORMS.search(said) is not None
    cites = _CITES.search(said) is not None
    heading = " ".join(where.headings[1:])
    if _REQUIRED_HEADING.search(heading) and not _OURS.search(text):
        names_norm = must or cites or _NORM.search(text) is not None
        return names_norm or not _MIXED_HEADING.search(heading)
    if where.tone == "plain" and _NORMATIVE.search(text.strip()) and not _OURS.search(text):
        return True
    if where.tone == "standard":
        return not _OURS.search(text)
    if where.tone in ("rules", "record"):
        # The rules of an organisation are in force, those of a norm that they quote are not; an
        # inspection that finds something "as required by" a norm has found it.
        return must and (cites or where.tone == "record")
    return (must or cites) and not (_PROVIDED.search(text) or _OURS.search(text))


def relation_of(spoken: Stance) -> Relation:
    """Return the public relation of a stance: only provided things support, absent contradict."""
    if spoken == "absent":
        return "contradicts"
    return "supports" if spoken == "provided" else "mentions"
