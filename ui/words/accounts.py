"""Accounts: signing in and out, passwords, keeping accounts."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "sign_in": {"zh": "登录", "en": "Sign in"},
    "sign_out": {"zh": "退出登录", "en": "Sign out"},
    "login": {"zh": "登录名", "en": "Login"},
    "password": {"zh": "密码", "en": "Password"},
    "sign_in_help": {
        "zh": "没有账号或忘记密码，请联系管理员。",
        "en": "No account, or the password is lost? Ask an admin.",
    },
    "change_password": {"zh": "修改密码", "en": "Change password"},
    "password_due": {
        "zh": "当前密码由管理员设定，请先改成只有您知道的密码。",
        "en": "Your password came from an admin. Choose one that only you know before you go on.",
    },
    "password_old": {"zh": "当前密码", "en": "Present password"},
    "password_new": {"zh": "新密码", "en": "New password"},
    "password_again": {"zh": "再输入一次新密码", "en": "New password again"},
    "password_rule": {
        "zh": "10 至 200 个字符，不能与登录名相同；不要求大小写或符号。",
        "en": "10 to 200 characters, not the login; no capitals or signs are asked for.",
    },
    "password_kept": {
        "zh": "密码已修改，其他设备上的登录已退出。",
        "en": "The password is changed; other devices are signed out.",
    },
    "to_workbench": {"zh": "返回工作台", "en": "Back to the workbench"},
    "account_of": {"zh": "账号", "en": "Account"},
    "accounts": {"zh": "账号管理", "en": "Accounts"},
    "accounts_number": {"zh": "共 {number} 个账号", "en": "{number} account(s)"},
    "account_new": {"zh": "新建账号", "en": "New account"},
    "account_create": {"zh": "新建", "en": "Create"},
    "account_name": {"zh": "姓名", "en": "Name"},
    "account_employer": {"zh": "单位", "en": "Employer"},
    "account_employer_why": {
        "zh": "用于核对 4.8 的独立性，可留空。",
        "en": "For the independence that 4.8 asks for; may be empty.",
    },
    "account_roles": {"zh": "角色", "en": "Roles"},
    "account_state": {"zh": "状态", "en": "State"},
    "account_active": {"zh": "可用", "en": "active"},
    "account_disabled": {"zh": "已停用", "en": "disabled"},
    "account_due": {"zh": "待改密码", "en": "password due"},
    "account_locked": {"zh": "锁定至 {until}", "en": "locked until {until}"},
    "account_save": {"zh": "保存", "en": "Save"},
    "account_saved": {"zh": "已保存。", "en": "Saved."},
    "account_disable": {"zh": "停用账号", "en": "Disable"},
    "account_disable_why": {
        "zh": "停用后立即退出且不能登录；所做的一切保留在记录中。",
        "en": "Ends all sessions at once and lets nobody sign in; what was done stays on record.",
    },
    "account_enable": {"zh": "启用账号", "en": "Enable"},
    "account_enable_why": {
        "zh": "启用后可用原密码登录。",
        "en": "Lets it sign in again with the password of before.",
    },
    "account_reset": {"zh": "重设密码", "en": "Reset password"},
    "account_reset_why": {
        "zh": "生成一次性密码，解除锁定，退出所有设备。",
        "en": "Makes a one-time password, ends any lock and all sessions.",
    },
    "account_sign_out": {"zh": "在所有设备上退出", "en": "Sign out everywhere"},
    "account_signed_out": {"zh": "已在所有设备上退出。", "en": "Signed out everywhere."},
    "account_secret": {
        "zh": "{login} 的一次性密码，只显示这一次，首次登录时须修改：",
        "en": "The one-time password of {login}. It is shown only now and has to be changed at the first sign-in:",
    },
    "account_not_found": {"zh": "没有这个账号。", "en": "There is no such account."},
    "tokens": {"zh": "我的令牌", "en": "My tokens"},
    "tokens_why": {
        "zh": "程序凭令牌以您的身份使用 HTTP 接口，权限与您相同。停用账号或重设密码时，令牌随之失效。",
        "en": "With a token a program uses the HTTP API as you, with your rights. Tokens end when the account is disabled or its password is reset.",
    },
    "tokens_api": {"zh": "接口说明（英文）", "en": "What the API offers"},
    "tokens_none": {"zh": "还没有令牌。", "en": "There are no tokens yet."},
    "token_new": {"zh": "新建令牌", "en": "New token"},
    "token_name": {"zh": "用途", "en": "What it is for"},
    "token_days": {"zh": "有效天数", "en": "Days that it lasts"},
    "token_days_rule": {"zh": "1 至 {most} 天", "en": "1 to {most}"},
    "token_days_fault": {
        "zh": "有效天数应为 1 至 {most} 的整数。未作任何改动。",
        "en": "The days are a whole number from 1 to {most}. Nothing was changed.",
    },
    "token_make": {"zh": "新建", "en": "Create"},
    "token_made": {"zh": "创建", "en": "Made"},
    "token_until": {"zh": "有效至", "en": "Lasts until"},
    "token_used": {"zh": "最近使用", "en": "Last used"},
    "token_never": {"zh": "从未", "en": "never"},
    "token_state": {"zh": "状态", "en": "State"},
    "token_live": {"zh": "有效", "en": "valid"},
    "token_over": {"zh": "已到期", "en": "expired"},
    "token_revoked": {"zh": "已吊销", "en": "revoked"},
    "token_revoke": {"zh": "吊销", "en": "Revoke"},
    "token_was_revoked": {"zh": "令牌“{name}”已吊销。", "en": "The token “{name}” is revoked."},
    "token_secret": {
        "zh": "令牌“{name}”，只显示这一次，请立即保存：",
        "en": "The token “{name}”. It is shown only now; keep it where the program finds it:",
    },
    "form_stale": {
        "zh": "页面已过期，请重新填写并提交。未作任何改动。",
        "en": "This page was too old. Nothing was changed: please fill it in and send it again.",
    },
    "password_differs": {
        "zh": "两次输入的新密码不一致。",
        "en": "The two new passwords are not the same.",
    },
    "connection_signed_out": {
        "zh": "登录已失效。请在新窗口重新登录后回到本页，已输入的内容保留。",
        "en": "You are signed out. Sign in again in another tab and come back: what you typed stays on this page.",
    },
    "connection_another": {
        "zh": "此浏览器已换成另一个账号登录，请重新载入本页。",
        "en": "This browser is now signed in with another account: load the page again.",
    },
    "fault_accounts-unknown": {"zh": "没有这个账号。", "en": "There is no such account."},
    "fault_accounts-login-taken": {
        "zh": "登录名“{login}”已有账号使用，请换一个；停用的账号可以重新启用。",
        "en": "The login “{login}” belongs to an account already. Choose another; a disabled account can be enabled again.",
    },
    "fault_accounts-fields-login": {
        "zh": "登录名须为 2 至 64 个字符：文字、数字和 . _ - + @。",
        "en": "A login has 2 to 64 characters: letters, digits and . _ - + @.",
    },
    "fault_accounts-fields-name": {
        "zh": "姓名须为 1 至 80 个字符。",
        "en": "A name has 1 to 80 characters.",
    },
    "fault_accounts-fields-employer": {
        "zh": "单位名称不超过 80 个字符。",
        "en": "An employer has at most 80 characters.",
    },
    "fault_accounts-fields-roles": {
        "zh": "请至少选择一个角色。",
        "en": "Choose at least one role.",
    },
    "fault_accounts-fields-token name": {
        "zh": "用途须为一行，1 至 80 个字符。",
        "en": "What it is for has 1 to 80 characters on one line.",
    },
    "fault_accounts-fields-token number": {
        "zh": "令牌太多，请先吊销不用的令牌。",
        "en": "There are too many tokens. Revoke those that are not used first.",
    },
    "fault_accounts-unknown-token": {"zh": "没有这个令牌。", "en": "There is no such token."},
    "fault_accounts-first-admin": {
        "zh": "第一个账号必须是管理员。",
        "en": "The first account has to be an admin.",
    },
    "fault_accounts-last-admin": {
        "zh": "这是最后一个可用的管理员账号。请先设定另一位管理员。",
        "en": "This is the last admin that is not disabled. Make another admin first.",
    },
    "fault_accounts-admin-needed": {
        "zh": "只有管理员可以管理账号。",
        "en": "Only an admin can keep accounts.",
    },
    "fault_accounts-password-short": {
        "zh": "新密码不足 10 个字符。",
        "en": "The new password has fewer than 10 characters.",
    },
    "fault_accounts-password-long": {
        "zh": "新密码超过 200 个字符。",
        "en": "The new password has more than 200 characters.",
    },
    "fault_accounts-password-login": {
        "zh": "新密码不能与登录名相同。",
        "en": "The new password cannot be the login.",
    },
    "fault_accounts-password-same": {
        "zh": "新密码不能与当前密码相同。",
        "en": "The new password cannot be the present one.",
    },
    "fault_accounts-sign-in": {
        "zh": "登录名或密码不正确，或账号已停用。连续 5 次密码错误将锁定 15 分钟。",
        "en": "Login or password is wrong, or the account is disabled. Five wrong passwords in a row lock an account for 15 minutes.",
    },
    "fault_accounts-locked": {
        "zh": "密码连续错误 5 次，账号锁定至 {until}。请届时再试，或请管理员重设密码。",
        "en": "The password was wrong five times in a row: the account is locked until {until}. Try again then, or ask an admin to reset the password.",
    },
    "fault_old_wrong": {
        "zh": "当前密码不正确。连续 5 次密码错误将锁定 15 分钟。",
        "en": "The present password is wrong. Five wrong passwords in a row lock an account for 15 minutes.",
    },
}
