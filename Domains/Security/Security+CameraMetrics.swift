import Community
import Rulebook

extension Security {
    private static let seen = seen(in: [])
    /// Alarms of video analysis; drills are left out.
    private static func seen(in states: [String]) -> Metric.Items {
        Metric.Items("alarm", in: states, lacking: ["drill": "true"], any: ["event": scenes])
    }

    /// Cameras, what is seen by them, and garages.
    static let cameraMetrics: [Metric] = [
        Metric(
            "camera.online", zh: "摄像机在线率", en: "Cameras online",
            meaning: Phrase(zh: "在用摄像机中按时上报状态的占比。", en: "Of those in use, the ones that speak."),
            .online(models: ["camera"]), least: 1),
        Metric(
            "camera.covered", zh: "重点部位视频覆盖率", en: "Places under cameras",
            meaning: Phrase(
                zh: "出入口、主干道、消防通道、电梯间、重要设备间、避难层中，有摄像机的占比。",
                en: "Entrances, main roads, fire lanes, lift lobbies, plant rooms and refuge floors with a camera."),
            .covered(
                of: Metric.Items(
                    "space", in: ["current"], any: ["use": ["entrance", "road", "lane", "lift", "plant", "refuge"]]),
                by: .init(["camera"]), through: "watches"), least: 1),
        Metric(
            "camera.resolution", zh: "摄像机分辨率达标率", en: "Cameras of enough resolution",
            meaning: Phrase(zh: "图像不低于 1280×720 的在用摄像机占比。", en: "Those of at least 1280×720."),
            .fit(.init(["camera"], .init("width", 1280), .init("height", 720))), span: 90, least: 1),
        Metric(
            "camera.recorded", zh: "录像保存达标率", en: "Cameras recorded for 30 days",
            meaning: Phrase(zh: "录像保存不少于 30 天的在用摄像机占比。", en: "Those of which 30 days are recorded."),
            .fit(.init(["camera"], .init("recorded", 30))), span: 7, least: 1),
        Metric(
            "camera.recorded.least", zh: "录像最短保存天数", en: "Fewest days recorded",
            meaning: Phrase(
                zh: "近 7 天各摄像机上报的录像保存天数中最少的。", en: "The least that any camera told of in the last seven days."),
            .reading(model: "camera", property: "recorded", figure: .least), span: 7, least: 1),
        Metric(
            "camera.face", zh: "出入口人脸识别覆盖率", en: "Entrances with face recognition",
            meaning: Phrase(zh: "有人脸识别摄像机的出入口占比。", en: "Those with a camera that recognises faces."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["entrance"]]),
                by: .init(["camera"], .init("face")), through: "watches"), span: 90, least: 1),
        Metric(
            "camera.flow", zh: "出入口人流统计覆盖率", en: "Entrances where people are counted",
            meaning: Phrase(zh: "有人流统计摄像机的出入口占比。", en: "Those with a camera that counts people."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["entrance"]]),
                by: .init(["camera"], .init("flow")), through: "watches"), span: 90, least: 1),
        Metric(
            "garage.camera", zh: "地下车库视频覆盖率", en: "Garages under cameras",
            meaning: Phrase(zh: "有摄像机接入平台的地下车库占比。", en: "Those with a camera of this platform."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["garage"]]), by: .init(["camera"]),
                through: "watches"), least: 1),
        Metric(
            "garage.barrier", zh: "地下车库道闸覆盖率", en: "Garages with barriers",
            meaning: Phrase(zh: "装有道闸的地下车库占比。", en: "Those with a barrier."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["garage"]]), by: .init(["barrier"]),
                through: "controls"), least: 1),
        Metric(
            "garage.plate", zh: "车库车牌识别覆盖率", en: "Garages that read plates",
            meaning: Phrase(zh: "由车牌识别道闸管理的地下车库占比。", en: "Those with a barrier that reads plates."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["garage"]]),
                by: .init(["barrier"], .init("plate")), through: "controls"), span: 90, least: 1),
        Metric(
            "garage.vacancy", zh: "车库余位显示覆盖率", en: "Garages that show free spaces",
            meaning: Phrase(zh: "入口有余位显示的地下车库占比。", en: "Those that show what is free at the entrance."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["garage"]]),
                by: .init(["barrier"], .init("vacancy")), through: "controls"), span: 90, least: 1),
        Metric(
            "garage.fee", zh: "车库收费显示覆盖率", en: "Garages that show the fee",
            meaning: Phrase(zh: "出口有收费显示的地下车库占比。", en: "Those that show what is to be paid at the exit."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["garage"]]),
                by: .init(["barrier"], .init("fee")), through: "controls"), span: 90, least: 1),
        Metric(
            "vision.online", zh: "视频分析盒在线率", en: "Video analysis online",
            meaning: Phrase(zh: "在用视频分析盒中按时上报状态的占比。", en: "Of those in use, the ones that speak."),
            .online(models: ["vision"]), least: 1),
        Metric(
            "vision.falling", zh: "高空抛物识别能力", en: "Sees falling objects",
            meaning: Phrase(zh: "在用视频分析盒中，开通高空抛物识别的占比。", en: "Of those in use, the ones that see falling objects."),
            .fit(.init(["vision"], .init("falling"))), span: 90, least: 1),
        Metric(
            "vision.ebike", zh: "电动车入梯识别能力", en: "Sees e-bikes in lifts",
            meaning: Phrase(zh: "在用视频分析盒中，开通电动车入梯识别的占比。", en: "Of those in use, the ones that see e-bikes in lifts."),
            .fit(.init(["vision"], .init("ebike"))), span: 90, least: 1),
        Metric(
            "vision.lane", zh: "消防通道占用识别能力", en: "Sees blocked fire lanes",
            meaning: Phrase(
                zh: "在用视频分析盒中，开通消防通道占用识别的占比。", en: "Of those in use, the ones that see blocked fire lanes."),
            .fit(.init(["vision"], .init("lane"))), span: 90, least: 1),
        Metric(
            "vision.count", zh: "视频预警数", en: "Video alarms",
            meaning: Phrase(zh: "视频智能算法产生的预警数量，演练不计。", en: "Alarms that came of video analysis, drills left out."),
            .count(of: seen), span: 30, leastDays: 7),
        Metric(
            "vision.response", zh: "视频预警响应时间", en: "Response time of video alarms",
            meaning: Phrase(zh: "从预警产生到有人处置，取中位数。", en: "From opening to somebody seeing to it, the median."),
            .response(of: seen, to: answers, figure: .median), span: 90, least: 5),
        Metric(
            "vision.in-term", zh: "视频预警及时响应率", en: "Video alarms answered in time",
            meaning: Phrase(
                zh: "3 分钟内有人处置的视频预警占比；超时仍无人处置的算未及时。",
                en: "Those that somebody saw to within three minutes; those still waiting after it count as late."),
            .response(of: seen, to: answers, figure: .within(minutes: 3)), span: 90, least: 5),
        Metric(
            "vision.judged", zh: "视频预警及时研判率", en: "Video alarms judged in time",
            meaning: Phrase(zh: "60 分钟内判明属实或误报的视频预警占比。", en: "Those that were told true from false within 60 minutes."),
            .response(of: seen, to: ["close", "dismiss"], figure: .within(minutes: 60)), span: 90, least: 5),
        Metric(
            "vision.precision", zh: "视频预警准确率", en: "Precision of video alarms",
            meaning: Phrase(
                zh: "已判明的视频预警中属实的占比，并列出最低的设备。",
                en: "Of those judged, the ones that were true; the worst devices are told."),
            .share(
                of: seen(in: ["closed"]), among: seen(in: ["closed", "false"]), by: "device"), span: 90, least: 5),
    ]
}
