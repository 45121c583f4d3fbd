import Community
import Rulebook

extension Property {
    private static let houses = Metric.Items("house", in: ["current"])
    private static let residents = Metric.Items("resident", in: ["current"])

    private static func counted(_ zh: String) -> Phrase { Phrase(zh: zh, en: "") }

    private static func counting(_ items: Metric.Items) -> Metric.Computation { .count(of: items) }

    // MARK: Files of people and houses

    static let archiveMetrics: [Metric] = [
        Metric(
            "household.homes", zh: "一户一档覆盖率", en: "Homes with a household on file",
            meaning: Phrase(zh: "启用的房屋中有在册住户档案的占比。", en: "Of homes in use."),
            .placed(level: "home", with: Metric.Items("household", in: ["current"])), least: 1),
        Metric(
            "resident.reviewed", zh: "居民档案审核率", en: "Residents' files reviewed",
            meaning: Phrase(zh: "在册和待审核的居民档案中已审核的占比。", en: "Of those current or to be reviewed."),
            .share(of: residents, among: Metric.Items("resident", in: ["entered", "current"])), least: 1),
        Metric(
            "resident.housed", zh: "居民住户关联率", en: "Residents tied to a household",
            meaning: Phrase(zh: "在册居民中已登记所属住户的占比。", en: "Of those current."),
            .filled(of: residents, fields: ["name", "household"]), least: 1),
        Metric(
            "resident.contact", zh: "居民联系方式登记率", en: "Residents with a telephone number",
            meaning: Phrase(zh: "在册居民中经本人同意登记了电话的占比。", en: "With their consent, of those current."),
            .filled(of: residents, fields: ["phone"]), least: 1),
        Metric(
            "resident.identity", zh: "居民身份登记率", en: "Residents with an identity number",
            meaning: Phrase(zh: "在册居民中经本人单独同意登记了身份证号的占比。", en: "With their consent, of those current."),
            .filled(of: residents, fields: ["identity"]), least: 1),
        Metric(
            "resident.classified", zh: "人口分类率", en: "Residents with a kind of residence",
            meaning: Phrase(zh: "在册居民中已登记人口类型的占比。", en: "Of those current."),
            .filled(of: residents, fields: ["residence"]), least: 1),
        Metric(
            "resident.floating", zh: "流动人口数", en: "Temporary residents",
            meaning: Phrase(zh: "在册居民中的流动人口。", en: "Of those current."),
            counting(Metric.Items("resident", in: ["current"], having: ["residence": "floating"])),
            counter: counted("人")),
        Metric(
            "resident.key", zh: "重点管理人口数", en: "People under special care of the authorities",
            meaning: Phrase(zh: "在册居民中标明为重点管理人口的人数。", en: "Of those current."),
            counting(Metric.Items("resident", in: ["current"], having: ["groups": "key"])), counter: counted("人")),
        Metric(
            "resident.cared", zh: "老弱病残孕登记人数", en: "Elderly, ill, disabled, expecting",
            meaning: Phrase(zh: "在册居民中登记为老年人、儿童、病患、残疾人、孕产妇的人数。", en: "Of those current."),
            counting(
                Metric.Items(
                    "resident", in: ["current"],
                    any: ["groups": ["elder", "alone", "child", "sick", "disabled", "pregnant"]])),
            counter: counted("人")),
        Metric(
            "resident.veterans", zh: "退役军人登记人数", en: "Veterans",
            meaning: Phrase(zh: "在册居民中登记为退役军人的人数。", en: "Of those current."),
            counting(Metric.Items("resident", in: ["current"], having: ["groups": "veteran"])), counter: counted("人")),
        Metric(
            "resident.online", zh: "居民账号关联率", en: "Residents with a log-in",
            meaning: Phrase(zh: "在册居民中有本人账号的占比。", en: "Of those current."),
            .filled(of: residents, fields: ["person"]), least: 1),
        Metric(
            "house.homes", zh: "一房一档覆盖率", en: "Homes with a house file",
            meaning: Phrase(zh: "启用的房屋中有在册房屋档案的占比。", en: "Of homes in use."),
            .placed(level: "home", with: houses), least: 1),
        Metric(
            "house.reviewed", zh: "房屋档案审核率", en: "House files reviewed",
            meaning: Phrase(zh: "在册和待审核的房屋档案中已审核的占比。", en: "Of those current or to be reviewed."),
            .share(of: houses, among: Metric.Items("house", in: ["entered", "current"])), least: 1),
        Metric(
            "house.complete", zh: "房屋档案完整率", en: "House files that are whole",
            meaning: Phrase(
                zh: "在册房屋档案中，房主、门牌号、详细地址、产权和用途都已填写的占比。", en: "With owner, door, address, title and use."),
            .filled(of: houses, fields: ["owner", "door", "address", "ownership", "certificate", "use"]), least: 1),
        Metric(
            "house.classified", zh: "房屋分类率", en: "Houses with a kind and a use",
            meaning: Phrase(zh: "在册房屋档案中，类型和用途都已填写的占比。", en: "Of files that are current."),
            .filled(of: houses, fields: ["category", "use"]), least: 1),
        Metric(
            "house.let", zh: "出租房屋数", en: "Houses that are let", meaning: Phrase(zh: "在册的出租房屋。", en: "On file."),
            counting(Metric.Items("house", in: ["current"], having: ["use": "let"])), counter: counted("套")),
        Metric(
            "house.business", zh: "商铺与写字楼数", en: "Shops and offices", meaning: Phrase(zh: "在册的商铺和写字楼。", en: "On file."),
            counting(Metric.Items("house", in: ["current"], any: ["category": ["shop", "office"]])),
            counter: counted("套")),
        Metric(
            "tenure.homes", zh: "房屋人员关联率", en: "Homes tied to people",
            meaning: Phrase(
                zh: "启用的房屋中，能查到当前产权人或居住人的占比：以房查人、以人查房。",
                en: "Of homes in use, those with somebody who owns or lives in them now."),
            .placed(level: "home", with: Metric.Items("tenure", in: ["current"], holds: true)), least: 1),
    ]
}
