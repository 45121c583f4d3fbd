import Commons
import Evaluation
import Fuzzing
import Markup
import Rulebook
import RulebookFiles
import Testing

@testable import EvaluationPortal
@testable import PortalKit

/// What uploads, programs, administrators and regulators send, damaged.
@Suite struct EvaluationPortalFuzzTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func uploadMetadata() {
        let outcome = Fuzz.run(6000, Fuzz.lines("uploads")) { bytes in
            guard let metadata = try? UploadMetadata(text(bytes)) else { return .refused }
            let name = FileName.cleaned(metadata.name)
            return .taken(if: !name.isEmpty && (try? UploadMetadata(metadata.header)) == metadata, "metadata")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func regions() {
        let outcome = Fuzz.run(3000, [Fuzz.file("regions.geojson")]) { bytes in
            guard let regions = Regions(geoJSON: text(bytes)) else { return .refused }
            // What a map is drawn from: whatever the numbers are, it is drawn or left out.
            let districts = regions.districts(.chinese) { ($0.code, nil, nil) }
            _ = (regions.name(of: "330106001"), regions.choices(.english))
            return .taken(if: districts.count == regions.areas.count, "districts")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func costs() throws {
        let book = try #require(Rulebook.builtIn("smart-community-draft"))
        let outcome = Fuzz.run(300, [Fuzz.file("costs.yaml")]) { bytes in
            let (costs, told) = CostsSetting.read(bytes, named: "costs.yaml", book)
            guard (costs == nil) == told.contains(where: { $0.severity == .error }) else { return .wrong("told") }
            return costs == nil ? .refused : .taken
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func policies() throws {
        let text = try PolicySetting.text(.standard)
        let outcome = Fuzz.run(400, [Array(text.utf8)]) { bytes in
            guard let policy = try? CanonicalJSON.decode(Policy.self, bytes) else { return .refused }
            guard let written = try? PolicySetting.text(policy) else { return .wrong("not written") }
            return .taken(if: (try? CanonicalJSON.decode(Policy.self, Array(written.utf8))) == policy, "policy")
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    /// Acts as programs send them: a refusal names the place, and what is taken can be kept.
    @Test func acts() {
        let outcome = Fuzz.run(4000, Fuzz.lines("acts")) { bytes in
            guard let json = try? JSONParser.parse(bytes) else { return .refused }
            do throws(Refusal) {
                let act = try ActInput.act(json)
                return .taken(if: (try? CanonicalJSON.encode(act)) != nil && !act.name.isEmpty, "act")
            } catch {
                return error.kind == .invalid && error.place != nil ? .refused : .wrong("\(error)")
            }
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
