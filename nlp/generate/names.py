"""Invented places, departments, companies and document numbers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PROVINCES = (
    ("四川省", "川"), ("河南省", "豫"), ("湖南省", "湘"), ("江西省", "赣"), ("安徽省", "皖"), ("甘肃省", "甘"),
    ("贵州省", "黔"), ("河北省", "冀"), ("福建省", "闽"), ("吉林省", "吉"),
)  # fmt: skip
CITIES = ("云岭市", "柏川市", "临汐市", "岚平市", "澄阳市", "丰岭市", "栖霞川市", "望河市", "青樟市", "漓原市")
COUNTIES = ("松溪湾县", "白石桥县", "苍坪县", "柳湾县", "沅陂县", "古渡县", "双泉岭县", "木樨县")


@dataclass(frozen=True, slots=True)
class Department:
    """``code`` of the budget unit; ``accounts``: 项 codes its money stands under (basic, then project)."""

    code: str
    suffix: str
    agency: str
    """its letters in document numbers, e.g. 水 in 云水发"""
    accounts: tuple[tuple[str, str], ...]
    units: tuple[str, ...]
    topics: tuple[str, ...]


DEPARTMENTS = (
    Department("301", "水利局", "水", (("2130301", "行政运行"), ("2130305", "水利工程建设"), ("2130314", "防汛")),
               ("水利事务中心", "河道管护中心"), ("山洪灾害监测站点维护", "河道清淤疏浚", "小型水库安全鉴定", "节水宣传",
                "防汛抢险物资储备", "水资源管理信息系统运维", "取水口计量设施建设", "水土保持规划编制")),
    Department("318", "农业农村局", "农", (("2130101", "行政运行"), ("2130108", "病虫害控制"), ("2130122", "农业生产发展")),
               ("农业技术推广中心", "农产品质量检测中心"), ("农作物病虫害防控", "高标准农田测绘", "农产品质量抽检",
                "渔政执法艇购置", "农机安全监理", "良种繁育补助", "畜禽粪污资源化利用", "农业展会参展费用")),
    Department("409", "交通运输局", "交", (("2140101", "行政运行"), ("2140106", "公路养护"), ("2140112", "公路运输管理")),
               ("公路养护中心", "运输服务中心"), ("农村公路养护", "桥梁定期检测", "治超站运行维护", "公交候车亭更新",
                "交通标志标线施划", "智慧交通平台运维", "码头趸船维修", "公路绿化提升")),
    Department("215", "市场监督管理局", "市监", (("2013801", "行政运行"), ("2013816", "食品安全监管"), ("2013815", "质量安全监管")),
               ("检验检测中心", "消费维权中心"), ("食品安全抽检", "特种设备监督抽查", "计量器具检定", "标准化示范项目",
                "知识产权保护宣传", "实验室仪器购置", "投诉举报平台运维", "档案数字化加工")),
    Department("142", "文化和旅游局", "文旅", (("2070101", "行政运行"), ("2070109", "群众文化"), ("2070114", "文化和旅游管理事务")),
               ("文化馆", "图书馆"), ("送戏下乡", "图书购置", "文化馆中央空调改造", "旅游标识牌制作", "非遗展演",
                "文化市场执法装备", "文物安全巡查", "旅游宣传推广")),
)  # fmt: skip
SURVEY = Department(
    "153", "统计局", "统", (("2010501", "行政运行"), ("2010507", "专项普查活动"), ("2010508", "统计抽样调查")), (),
    ("住户收支与生活状况调查", "消费价格调查", "农产量抽样调查", "劳动力调查", "经济普查数据处理", "统计执法检查", "网络与信息系统运维"),
)  # fmt: skip
"""A central agency with offices in the cities."""

COMPANY_HEADS = ("恒拓", "瑞川", "博远", "中岳", "联信", "鼎盛源", "天择", "宏图", "锦程", "众泽", "启明", "安澜", "佳润", "立德")
COMPANY_TRADES = ("建筑工程", "信息技术", "工程咨询", "工程监理", "检测技术", "物业管理", "环保科技", "招标代理", "测绘", "商贸", "园林绿化")
COMPANY_FORMS = ("有限公司", "有限责任公司", "集团有限公司", "股份有限公司")
NOTICES = (
    "进一步加强{topic}工作的通知", "做好{year}年{topic}工作的通知", "印发《{topic}管理办法》的通知",
    "下达{year}年{topic}任务的通知", "规范{topic}经费管理的意见",
)  # fmt: skip


def company(rng: Random, place: str, trade: str | None = None) -> str:
    """An invented company name, e.g. 云岭恒拓建筑工程有限公司."""
    head = place.removesuffix("市").removesuffix("县").removesuffix("省")
    return f"{head}{rng.choice(COMPANY_HEADS)}{trade or rng.choice(COMPANY_TRADES)}{rng.choice(COMPANY_FORMS)}"


def number(rng: Random, letters: str, year: int) -> str:
    """A document number in canonical form, e.g. 川水发〔2024〕31号."""
    return f"{letters}{rng.choice(('发', '函', '办发', ''))}〔{year}〕{rng.randint(1, 199)}号"


def printed_number(rng: Random, canonical: str) -> str:
    """The same number in one of the brackets that documents really print."""
    left, right = rng.choice(("〔〕", "[]", "【】", "（）", "()", "［］", "﹝﹞"))
    return canonical.replace("〔", left).replace("〕", right)
