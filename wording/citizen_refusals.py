"""Why something could not be done, and what to do next, as citizens read it."""

from domain.refusal import Refusal
from wording.translate import words


def sentence(refusal: Refusal, lang: str) -> str:
    """The refusal's sentence. Raises KeyError for a key without one: a test asks for every key in the code."""
    w = words(lang)
    p = refusal.params
    sentences = {
        "belongs_elsewhere": lambda: w("这类内容不属于本渠道，请拨打 {phone}。", **p),
        "cannot_hear": lambda: w(
            "语音和录音这里听不了，没有收下。请打字告诉我们，手机键盘上的麦克风可以把话变成文字；也可以发照片或位置。"
        ),
        "cannot_keep_contact": lambda: w(
            "名片没有收下，也没有保存：举报不需要留任何人的联系方式。请用文字、照片或位置告诉我们。"
        ),
        "cannot_read_this": lambda: w("暂时读不了这种消息。请用文字、照片或位置告诉我们。"),
        "cannot_skip": lambda: w("这一项请填一下：没有它，工作人员无从查起。"),
        "cannot_watch": lambda: w(
            "视频这里看不了，没有收下，请自己留好。请截几张清楚的画面按「照片」发来，再用一两句话说说经过。"
        ),
        "edit_not_taken": lambda: w(
            "刚才的修改没有收进举报，原来的内容还在。要更正或补充，请把改好的文字或照片作为新消息再发一次。"
        ),
        "file_too_large": lambda: w(
            "这个文件超过 20 MB，Telegram 不允许机器人下载。请改用「照片」方式发送，文字已经保留。"
        ),
        "line_too_long": lambda: w("这段话比较长，已经完整记入「情况」。这一项请再用一句短的回答。"),
        "only_words_here": lambda: w(
            "这里只收文字，照片没有收下：写了的话已经转交；没写的请直接用文字回复。照片可以作为新的举报再发一次。"
        ),
        "no_draft": lambda: w(
            "这份举报已经提交、取消或到期清除了。要新报一件，直接发照片、位置或文字；查进度请用 /my。"
        ),
        "no_such_code": lambda: w("没有查到。请核对回执码（例如 K7MQ-4XTD-9P），字母不分大小写。"),
        "no_such_command": lambda: w(
            "没有这个命令。要举报，直接发照片、位置或文字；/my 看自己的举报，/help 看怎么用。"
        ),
        "no_such_place": lambda: w("这个位置的坐标不对，请重新选一个点，或直接输入地址。"),
        "no_such_report": lambda: w("没有找到这份举报。请用 /my 查看您的举报。"),
        "not_a_picture": lambda: w("目前只能接收图片。请把它拍成照片发来，文字已经保留。"),
        "not_complete": lambda: w("还有一项没有填完，请回答下面的问题。"),
        "not_concluded": lambda: w("只有办结后、销号前的举报可以提异议。有新的情况，请直接发来，作为新的举报。"),
        "objected_already": lambda: w("对这次结论您已经提过意见了，值班台会答复您。"),
        "nothing_readable": lambda: w("这条消息里没有可读的文字，请换个方式写。"),
        "outside": lambda: w("这个地点看起来在{neighbour}，不在本区范围内。仍可提交，由值班人员决定转给谁。", **p),
        "outside_unknown": lambda: w("这个地点不在本区范围内，归属我们说不准。仍可提交，由值班人员判断。"),
        "picture_heic": lambda: w(
            "这种格式的原图（如 iPhone 的 HEIC）这里打不开，没有收下。"
            "请再选一次这张图，按「照片」而不是「文件」发送，Telegram 会自动转换格式。写的文字已经保留。"
        ),
        "report_ended": lambda: w("这份举报已经办结或撤回，不能再补充。有新情况请直接发来，作为新的举报。"),
        "report_ended_meanwhile": lambda: w(
            "您正在补充的那份举报已经办结或撤回，不能再补充了。从这一条起，发来的内容作为一份新的举报。"
        ),
        "stale_button": lambda: w("这个按钮已经过期，请看最新的一条消息。"),
        "too_late": lambda: w("承办单位已经开始核查，不能撤回了。您可以补充说明。"),
        "too_many_guesses": lambda: w("查询次数太多，请一小时后再试。"),
        "too_many_photos": lambda: w("最多 {limit} 张照片，这一张没有收下。", **p),
        "too_many_words": lambda: w("文字太长了，这一条没有收下。请简短一些，或先提交再补充。"),
        "verdict_given": lambda: w("您已经回答过了，谢谢。有新的情况，请直接发来，作为新的举报。"),
        "verdict_late": lambda: w("这份举报已在重新办理，或者您已经补充过了，不用再回答。新的情况可以直接发来。"),
        "urged_already": lambda: w("24小时内已经提醒过承办单位了，请再等一等。"),
    }
    return sentences[refusal.key]()
