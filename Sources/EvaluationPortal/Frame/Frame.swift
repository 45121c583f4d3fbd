public import Commons
import Evaluation
import Markup
public import PortalKit
public import Rulebook

extension EvaluationPortal {
    /// The frame of every page of the portal, with what has no other place than this wing: the home pages, logging in,
    /// one's own pages.
    ///
    /// - Parameters:
    ///   - navigation: the main entries, those of other wings included.
    ///   - flash: what a word in `?done=` says, those of other wings included.
    ///   - assetPath: paths of the assets, by name.
    ///   - policy: as it is now.
    public static func frame(
        _ navigation: [PageFrame.Entry] = entries,
        flash: @escaping @Sendable (String) -> Phrase? = { EvaluationPortal.flash($0) },
        assetPath: @escaping @Sendable (String) -> String, policy: @escaping @Sendable () -> Policy
    ) -> PageFrame {
        PageFrame(
            tagline: Phrase(zh: "智慧社区评价与平台", en: "Smart communities, evaluated and run"),
            footer: Phrase(zh: "评价结果以评价机构的报告为准", en: "The evaluation body's report is what counts"),
            footerLinks: [
                (Phrase(zh: "公开名录", en: "Public registry"), Routes.registry.path()),
                (Phrase(zh: "接口", en: "API"), "/api/openapi.json"),
            ],
            paths: PageFrame.Paths(
                home: Routes.home.path(), work: Routes.work.path(), logIn: Routes.logIn.path(),
                logOut: Routes.logOut.path(), inbox: Routes.inbox.path(), account: Routes.account.path(),
                preferences: Routes.preferences.path()),
            navigation: navigation, flash: flash, assetPath: assetPath, policy: policy)
    }

    /// What this wing has in the navigation.
    public static var entries: [PageFrame.Entry] {
        typealias F = EvaluationFunction
        func entry(_ zh: String, _ en: String, _ route: Route, _ function: Function? = nil) -> PageFrame.Entry {
            PageFrame.Entry(Phrase(zh: zh, en: en), route.path(), function)
        }
        func open(_ zh: String, _ en: String, _ route: Route) -> PageFrame.Entry {
            PageFrame.Entry(Phrase(zh: zh, en: en), route.path(), needsLogIn: false)
        }
        return [
            entry("工作台", "Work", Routes.work), entry("申报", "Cases", Routes.cases, F.read),
            entry("监管", "Region", Routes.region, F.oversee), entry("人员", "People", Routes.people, .managePeople),
            entry("单位", "Organisations", Routes.organisations, .manageOrganisations),
            entry("日历", "Calendar", Routes.calendar, F.calendar), entry("日志", "Journal", Routes.journal, .readJournal),
            entry("权限", "Rights", Routes.policy, F.rights), entry("安全", "Security", Routes.security, F.rights),
            open("公开名录", "Registry", Routes.registry), open("公示", "Notices", Routes.notices),
        ]
    }

    /// What this wing is for.
    public static var wing: Wing {
        Wing(
            title: Phrase(zh: "智慧社区评价", en: "Evaluation"),
            text: Phrase(
                zh: "申报自评、审查与现场核查、公示发证。每一分都说得清来由，任何人都能复算。",
                en: "Apply and assess yourself, be reviewed and visited, get a certificate. Every point comes with its "
                    + "reason, and anybody can recompute it."),
            entries: entries.filter {
                [Routes.cases, Routes.region, Routes.registry].map { $0.path() }.contains($0.path)
            })
    }

    /// What the page before left to say: the act of a case that was done on it.
    public static func flash(_ word: String) -> Phrase? {
        EvaluationLifeCycle.declaration.act(word).map { act in
            Phrase(zh: "完成：\(act.title.zh)", en: "Done: \(act.title.en)")
        }
    }

    func page(_ call: Call, _ content: PageContent, status: Int = 200) -> Reply {
        frame.page(call, content, status: status)
    }
}

extension Tone {
    /// How a state looks in lists.
    static func of(state: String) -> Tone {
        switch state {
        case "draft", "withdrawn": .neutral
        case "refused": .bad
        case "clarification", "appeal": .warn
        case "certified", "decided": .good
        default: .info
        }
    }
}
