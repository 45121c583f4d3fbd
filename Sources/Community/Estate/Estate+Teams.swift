import Commons
import Rulebook

/// Who works together.
extension Estate {
    public static let team = Kind(
        "team", zh: "班组", en: "Team",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 60), isRequired: true, isListed: true),
            Field("code", zh: "编码", en: "Code", .line(most: 60), isRequired: true),
            Field("leader", zh: "班组长", en: "Leader", .person, isListed: true),
            Field("duties", zh: "职责", en: "Duties", .words(most: 1000)),
        ]),
        title: "name", placing: .nowhere, numbering: .field("code"),
        states: [
            .init("current", zh: "在用", en: "In use"), .init("closed", zh: "撤销", en: "Closed", isFinal: true),
        ],
        acts: [
            KindAct("close", zh: "撤销", en: "Close", in: ["current"], to: "closed", .handle),
            KindAct("reopen", zh: "恢复", en: "Reopen", in: ["closed"], to: "current", .handle),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
        ])

    /// Who belongs to which team, from when until when: response times are counted by it.
    public static let membership = Kind(
        "membership", zh: "班组人员", en: "Team membership",
        form: Form(
            [
                Field("who", zh: "人员", en: "Person", .person, isRequired: true, isListed: true, isFiltered: true),
                Field("team", zh: "班组", en: "Team", .reference(kind: "team"), isRequired: true, isListed: true),
                Field("post", zh: "岗位", en: "Post", .line(most: 40), isRequired: true, isListed: true),
            ] + span + [remark]),
        title: "post", placing: .nowhere, numbering: .counted(prefix: "TM"), states: related, acts: ending,
        facets: [.relation(RelationFacet(sources: ["who"], targets: ["team"]))],
        rights: [
            .init(.manager, .organisation, .read, .create, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
        ])
}
