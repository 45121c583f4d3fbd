import Commons

extension Estate {
    static let starts = [
        Start(
            .resident, .new, "order", zh: "报修", en: "Report a repair", symbol: "repair", rank: 20,
            presets: ["type": "repair"], skipping: ["level", "device", "drill"]),
        Start(
            .resident, .open, "order", zh: "我的报修", en: "My repairs", symbol: "order", rank: 25, in: ["done"]),
        Start(.resident, .all, "resource", zh: "预约", en: "Book", symbol: "booking", rank: 60),
        Start(
            .worker, .open, "order", zh: "我的工单", en: "My work orders", symbol: "order", rank: 10,
            in: ["assigned", "working"]),
        Start(
            .duty, .open, "order", zh: "工单派单", en: "Hand out work", symbol: "order", rank: 30, in: ["open"]),
        Start(.manager, .open, "order", zh: "工单", en: "Work orders", symbol: "order", rank: 20),
    ]
}
