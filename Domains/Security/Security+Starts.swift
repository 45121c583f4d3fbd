import Commons
import Community

extension Security {
    static let starts = [
        Start(.resident, .new, "visit", zh: "邀请访客", en: "Invite a visitor", symbol: "visitor", rank: 15),
        Start(.worker, .open, "round", zh: "巡查任务", en: "Patrols", symbol: "patrol", rank: 20),
        Start(.worker, .open, "inspection", zh: "安全检查", en: "Inspections", symbol: "inspection", rank: 30),
        Start(.worker, .open, "visit", zh: "访客核验", en: "Check visitors", symbol: "visitor", rank: 40),
        Start(.duty, .open, "visit", zh: "访客", en: "Visitors", symbol: "visitor", rank: 20),
    ]
}
