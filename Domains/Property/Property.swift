import Commons
public import Community

/// What a property company does for those who live and own here (8.1.1, 8.1.2, 8.2.4, 9.2.3, 9.2.5): a file of each
/// house, complaints, the hotline, parcels, permits. Households, residents, repairs, money, notices and bookings are
/// the estate's own.
public enum Property {
    public static let domain = CommunityDomain(
        "property", zh: "物业服务", en: "Property service", kinds: [house, complaint, hotline, parcel, permit],
        rules: rules, metrics: metrics, starts: starts)

    static let words = Field("words", zh: "说明", en: "Remarks", .words(most: 1000))
    static let why = Form([Field("words", zh: "原因", en: "Why", .words(most: 1000), isRequired: true)])
    static let phone = Field("phone", zh: "联系电话", en: "Telephone", .personal(.phone), isFiltered: true)
    static let remark = Field("remark", zh: "备注", en: "Remark", .words(most: 1000))
    static let photos = Field("photos", zh: "照片", en: "Photographs", .files(most: 9))

    // MARK: House

    static let categories: [Field.Option] = [
        .init("residence", zh: "住宅", en: "Residence"), .init("shop", zh: "商铺", en: "Shop"),
        .init("office", zh: "写字楼", en: "Office"), .init("garage", zh: "车库", en: "Garage"),
        .init("other", zh: "其他", en: "Other"),
    ]

    static let uses: [Field.Option] = [
        .init("own", zh: "自住", en: "Lived in by its owner"), .init("let", zh: "出租", en: "Let"),
        .init("empty", zh: "空置", en: "Empty"), .init("business", zh: "经营", en: "Business"),
        .init("other", zh: "其他", en: "Other"),
    ]

    /// The file of a house; people and houses are tied by tenures.
    static let house = Kind(
        "house", zh: "房屋档案", en: "House file",
        form: Form(
            [
                Field("code", zh: "房屋编号", en: "House number", .line(most: 60), isRequired: true),
                Field("door", zh: "门牌号", en: "Door number", .line(most: 60), isRequired: true, isListed: true),
                Field("address", zh: "详细地址", en: "Full address", .line(most: 200), isListed: true),
                Field(
                    "category", zh: "房屋类型", en: "Kind of house", .choice(categories), isRequired: true,
                    isListed: true, isFiltered: true),
                Field(
                    "use", zh: "房屋用途", en: "Use", .choice(uses), isRequired: true, isListed: true,
                    isFiltered: true),
                Field("area", zh: "建筑面积", en: "Floor area", .decimal(decimals: 2, 0...1_000_000_000), unit: "m²"),
                Field(
                    "structure", zh: "建筑结构", en: "Structure",
                    .choice([
                        .init("concrete", zh: "钢筋混凝土", en: "Reinforced concrete"),
                        .init("mixed", zh: "砖混", en: "Brick and concrete"),
                        .init("steel", zh: "钢结构", en: "Steel"), .init("other", zh: "其他", en: "Other"),
                    ]), isFiltered: true),
                Field("builtOn", zh: "竣工日期", en: "Built on", .day),
            ] + ownership + [Field("plans", zh: "户型图与凭证", en: "Plans and proofs", .files(most: 9)), remark]),
        title: "door", placing: .required, numbering: .field("code"), states: archived, acts: archiving,
        facets: [.placeFile],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export, .look),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.resident, .home, .read),
        ])

    private static let ownership = [
        Field("owner", zh: "房主", en: "Owner", .line(most: 100), isFiltered: true, secrecy: .personal),
        Field("ownerPhone", zh: "房主电话", en: "Owner's telephone", .personal(.phone), isFiltered: true),
        Field(
            "ownership", zh: "产权性质", en: "Kind of ownership",
            .choice([
                .init("private", zh: "私有产权", en: "Private"), .init("shared", zh: "共有产权", en: "Shared"),
                .init("public", zh: "公有产权", en: "Public"), .init("unit", zh: "单位产权", en: "Of an institution"),
                .init("other", zh: "其他", en: "Other"),
            ]), isListed: true, isFiltered: true),
        Field(
            "certificate", zh: "不动产权证号", en: "Certificate of title", .line(most: 100), isFiltered: true,
            secrecy: .personal),
    ]

    private static let archived: [LifeCycle.State] = [
        .init("entered", zh: "待审核", en: "To be reviewed"), .init("current", zh: "在册", en: "Current"),
        .init("archived", zh: "已归档", en: "Archived", isFinal: true),
    ]

    private static let archiving = [
        KindAct("review", zh: "审核通过", en: "Approve", in: ["entered"], to: "current", .handle),
        KindAct(
            "archive", zh: "归档", en: "Archive", in: ["entered", "current"], to: "archived", .handle, form: why),
        KindAct("restore", zh: "恢复在册", en: "Restore", in: ["archived"], to: "current", .handle),
    ]
}
