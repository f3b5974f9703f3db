import HTTPTransport
import Pipeline
import Testing

@testable import Terminal

@Suite("The progress of a run")
struct ProgressLineTests {
    private let counts = RunProgress.Snapshot(budget: 12_600, judged: 11_200, findings: 1_200, failed: 300)

    @Test("a wait that a host asks for is told with its end, in 80 columns")
    func wait() {
        let wait = Patience.Wait(host: "a-rather-long-name.of-a-gateway.example:8443", until: 1_764_417_600)
        let line = ProgressLine(counts, elapsed: 60, width: 80, wait: wait)
        #expect(line.bar.contains("waiting until") && line.bar.count <= 80, "\(line.bar)")
        #expect(line.plain.contains("waiting until") && line.plain.contains("a-gateway.example:8443 asks"))
        let calm = ProgressLine(counts, elapsed: 60, width: 80)
        #expect(!calm.bar.contains("waiting") && !calm.plain.contains("waiting") && calm.plain.contains("ETA"))
    }
}
