import Commons
import Community
import PortalKit
import Rulebook

extension KindPages {
    /// Pages that a thing has besides those of every kind.
    func ways(_ call: Call, _ opened: CommunityDesk.Opened) -> [(title: Phrase, path: String)] {
        let id = opened.item.id
        return own(call, opened) + shared(call, opened, id)
    }

    /// Pages that only some kinds have, by what the visitor may do.
    private func own(_ call: Call, _ opened: CommunityDesk.Opened) -> [(title: Phrase, path: String)] {
        if [Estate.space.id, Estate.device.id].contains(kind.id), opened.mayEdit {
            return [(Phrase(zh: "张贴用二维码", en: "Codes to hang up"), OutsideRoutes.sheet(kind).path(opened.item.id))]
        }
        if kind.id == Estate.payment.id, opened.item.state == "received" {
            return [(Phrase(zh: "收款收据", en: "Receipt"), ReceiptRoutes.page.path(opened.item.id))]
        }
        return []
    }

    private func shared(
        _ call: Call, _ opened: CommunityDesk.Opened, _ id: String
    ) -> [(title: Phrase, path: String)] {
        if kind.id == Estate.resource.id {
            return [(Phrase(zh: "预约日历", en: "Calendar"), CommunityRoutes.calendar.path(id))]
        }
        if kind.id == Estate.device.id, call.allows(CommunityFunction.readReadings) {
            return [
                (Phrase(zh: "数据", en: "Readings"), CommunityRoutes.deviceReadings.path(id)),
                (Phrase(zh: "接入与控制", en: "Connection"), DeviceRoutes.link.path(id)),
            ]
        }
        if kind.id == Estate.provisioning.id, call.allows(CommunityFunction.deviceKeys) {
            return [(Phrase(zh: "接入密钥", en: "Keys"), ProvisioningRoutes.keys.path(id))]
        }
        if kind.id == Estate.space.id, ["home", "parking"].contains(opened.item.fields["level"]?.text),
            call.allows(CommunityFunction.readMoney)
        {
            return [(Phrase(zh: "房屋账户", en: "What it owes"), CommunityRoutes.homeAccount.path(id))]
        }
        if kind.audience != nil, opened.item.state != kind.lifeCycle.states.first?.id,
            call.allows(kind.function(.handle))
        {
            return [(Phrase(zh: "送达与结果", en: "Delivery and results"), CommunityRoutes.results(kind).path(id))]
        }
        return []
    }
}
