import Commons
import Community
import Markup
import PortalKit

extension CommunityPortal {
    @Sendable func releaseDevice(_ call: Call) async throws -> Reply {
        let item = call.parameter("item")
        try await desk.endQuarantine(of: item, by: call.visitor)
        return back(item, "released")
    }
}

extension DeviceLinkView {
    func quarantine(_ quarantine: DeviceQuarantine) -> HTML {
        let since = HTML.time(quarantine.since.iso, quarantine.since.shown)
        return HTML.callout(
            .bad, language("设备上报事件过多，已隔离", "In quarantine: it tells more events than can be meant"),
            """
            <p>\(language("自", "Since")) \(since)\(language(
                "，已隔离 \(quarantine.held) 条事件，不触发告警和联动。安静 10 分钟后自动解除。",
                ", \(quarantine.held) events were held back. It is let out after 10 quiet minutes."))</p>
            """,
            actions: link.mayRelease
                ? [
                    HTML.postButton(
                        language("解除隔离", "Let it out"), action: DeviceRoutes.release.path(device.id), csrf: csrf)
                ] : [])
    }
}
