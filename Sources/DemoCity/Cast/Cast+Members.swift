import Commons
import Rulebook

extension Cast {
    static let houses: [House] =
        [
            House(key: "operator", kind: .operator, name: "清川市智慧社区平台运营中心", region: "9901"),
            House(key: "city", kind: .authority, name: "清川市住房和城乡建设局", region: "9901"),
            House(key: "centre", kind: .body, name: "清川市建筑与社区评价中心", region: "9901"),
            House(key: "institute", kind: .body, name: "澜东人居环境检测评价有限公司", region: "990106"),
        ]
        + District.all.map {
            House(key: $0.code, kind: .authority, name: "\($0.name.zh)住房和城乡建设局", region: $0.code)
        }
        + applicants.map { House(key: $0.key, kind: .applicant, name: $0.name, region: $0.region) }

    private static let applicants: [(key: String, name: String, region: String)] = [
        ("anlan", "清川安澜物业服务有限公司", "990101"), ("hexu", "云渡和煦物业管理有限公司", "990102"),
        ("xinlin", "澜东新邻城市服务有限公司", "990106"), ("lvyin", "桐溪绿荫物业服务有限公司", "990104"),
        ("huichuan", "南浦汇川物业管理有限公司", "990103"), ("shanju", "望岑山居物业服务有限公司", "990105"),
        ("chenghu", "清川澄湖置业有限公司", "990101"), ("yuanting", "澜东远汀房地产开发有限公司", "990106"),
        ("binshui", "云渡滨水建设开发有限公司", "990102"), ("huaidi", "青墩区文化里社区居民委员会", "990101"),
        ("huaqiao", "云渡区月桥社区居民委员会", "990102"), ("luting", "南浦区芦汀社区居民委员会", "990103"),
        ("zhulu", "桐溪区竹庐社区居民委员会", "990104"), ("shiyuan", "望岑区石塬社区居民委员会", "990105"),
    ]

    static let parts: [Part] =
        [
            Part(login: "admin", name: "孟书衡", roles: [(.administrator, "operator")]),
            Part(login: "city", name: "秦令仪", roles: [(.regulator, "city")]),
            Part(login: "district", name: "贺知微", roles: [(.regulator, "990101")]),
            Part(login: "district2", name: "庄临渊", roles: [(.regulator, "990106")]),
            Part(login: "reviewer", name: "沈亦舟", roles: [(.reviewer, "centre")]),
            Part(login: "reviewer2", name: "罗采蘩", roles: [(.reviewer, "centre")]),
            Part(login: "reviewer3", name: "傅云岫", roles: [(.reviewer, "institute")]),
            Part(login: "reviewer4", name: "姜述白", roles: [(.reviewer, "institute")]),
            Part(login: "approver1", name: "陆景行", roles: [(.approver, "centre")]),
            Part(login: "approver2", name: "温如初", roles: [(.approver, "centre")]),
            Part(login: "approver3", name: "卫长风", roles: [(.approver, "centre")]),
            Part(login: "approver4", name: "谢望舒", roles: [(.approver, "institute")]),
            Part(login: "approver5", name: "宁远山", roles: [(.approver, "institute")]),
            Part(login: "approver6", name: "苏晚晴", roles: [(.approver, "institute")]),
        ] + experts + writers

    /// The ninth has worked for a developer, so that an invitation to its cases is refused.
    private static let experts: [Part] = [
        Part(login: "leader", name: "程砚秋", roles: [(.expert, "centre")], fields: ["management", "services"]),
        Part(login: "expert1", name: "韩牧之", roles: [(.expert, "centre")], fields: ["infrastructure"]),
        Part(login: "expert2", name: "方见微", roles: [(.expert, "centre")], fields: ["platform"]),
        Part(login: "expert3", name: "叶疏桐", roles: [(.expert, "city")], fields: ["services"]),
        Part(login: "expert4", name: "石敬之", roles: [(.expert, "city")], fields: ["management"]),
        Part(login: "expert5", name: "林溪语", roles: [(.expert, "operator")], fields: ["innovation", "platform"]),
        Part(
            login: "expert6", name: "顾怀瑾", roles: [(.expert, "institute")], fields: ["infrastructure", "innovation"]),
        Part(login: "expert7", name: "段思齐", roles: [(.expert, "institute")], fields: ["services", "innovation"]),
        Part(login: "expert8", name: "余清欢", roles: [(.expert, "city")], fields: ["platform", "management"]),
        Part(
            login: "expert9", name: "郑观澜", roles: [(.expert, "institute"), (.applicant, "chenghu")],
            fields: ["infrastructure"]),
    ]

    private static let writers: [Part] = [
        Part(login: "applicant", name: "周以宁", roles: [(.applicant, "anlan")]),
        // The estate that the community wing runs.
        Part(login: "manager", name: "沈知秋", roles: [(.manager, "anlan")]),
        Part(login: "duty", name: "韩守夜", roles: [(.duty, "anlan")]),
        Part(login: "worker", name: "牛建工", roles: [(.worker, "anlan")]),
        Part(login: "worker2", name: "孟勤", roles: [(.worker, "anlan")]),
        Part(login: "resident", name: "岑映雪", roles: [(.resident, "anlan")]),
        Part(login: "gateway", name: "设备网关", roles: [(.gateway, "anlan")]),
        // Another estate, the large one, that another company runs.
        Part(login: "manager2", name: "苗若谷", roles: [(.manager, "xinlin")]),
        Part(login: "duty2", name: "邵星移", roles: [(.duty, "xinlin")]),
        Part(login: "worker3", name: "蒲修远", roles: [(.worker, "xinlin")]),
        Part(login: "gateway2", name: "新邻设备网关", roles: [(.gateway, "xinlin")]),
        Part(login: "applicant2", name: "魏嘉树", roles: [(.applicant, "hexu")]),
        Part(login: "applicant3", name: "唐若溪", roles: [(.applicant, "xinlin")]),
        Part(login: "applicant4", name: "冯立夏", roles: [(.applicant, "lvyin")]),
        Part(login: "applicant5", name: "曹守正", roles: [(.applicant, "huichuan")]),
        Part(login: "applicant6", name: "钟灵川", roles: [(.applicant, "shanju")]),
        Part(login: "applicant7", name: "白晓棠", roles: [(.applicant, "chenghu")]),
        Part(login: "applicant8", name: "高松庭", roles: [(.applicant, "yuanting")]),
        Part(login: "applicant9", name: "董梓安", roles: [(.applicant, "binshui")]),
        Part(login: "applicant10", name: "袁春华", roles: [(.applicant, "huaidi")]),
        Part(login: "applicant11", name: "邹月明", roles: [(.applicant, "huaqiao")]),
        Part(login: "applicant12", name: "潘秋实", roles: [(.applicant, "luting")]),
        Part(login: "applicant13", name: "龚绍棠", roles: [(.applicant, "zhulu")]),
        Part(login: "applicant14", name: "尤素心", roles: [(.applicant, "shiyuan")]),
    ]
}
