import FaultServer
import Foundation

/// Crawls a site twice with the program itself, and checks both against what the server saw.
struct CrawlBench {
    /// The program ended with another status than 0.
    struct Failed: Error {
        let status: Int32
    }

    let program: String
    let site: Site

    /// Whether all was as it has to be; prints the figures and what was not.
    func run() throws -> Bool {
        let server = try FaultHTTPServer(
            plans: site.plans, otherwise: .always(Behaviour(status: 404, headers: [], body: [])))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("crawl-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try crawl(server, into: folder)
        let afterFirst = server.seen
        let second = try crawl(server, into: folder)
        let afterSecond = server.seen
        print(figure("first crawl", first), figure("second crawl", second), separator: "\n")
        let pages = site.allowed.count
        let all = Set(site.allowed + ["/robots.txt"])
        let checks = [
            ("each allowed page fetched once", site.allowed.allSatisfy { afterFirst.byPath[$0] == 1 }),
            ("nothing else requested", Set(afterFirst.byPath.keys) == all && Set(afterSecond.byPath.keys) == all),
            ("no disallowed page requested", site.disallowed.allSatisfy { afterSecond.byPath[$0] == nil }),
            ("robots.txt fetched once a crawl", afterSecond.byPath["/robots.txt"] == 2),
            ("second crawl: a 304 a page", afterSecond.byStatus[304] == pages && afterFirst.byStatus[304] == nil),
            ("second crawl: no page sent again", afterSecond.byStatus[200] == pages + 2),
            ("one connection at a time", afterSecond.mostOpen == 1),
        ]
        for (name, isTrue) in checks { print("\(isTrue ? "ok  " : "FAIL")  \(name)") }
        return checks.allSatisfy(\.1)
    }

    private func figure(_ name: String, _ seconds: Double) -> String {
        let rate = Double(site.allowed.count) / seconds
        return "\(name): \(site.allowed.count) pages in \(String(format: "%.2f", seconds)) s, \(Int(rate)) pages/s"
    }

    /// Seconds that the crawl took, start of the program included.
    private func crawl(_ server: FaultHTTPServer, into folder: URL) throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "retrieve", server.baseURL + "/", "--allow-private", "--same-host", "--depth", "30", "--max-pages",
            "\(site.allowed.count * 2)", "--delay", "0", "--output", folder.appendingPathComponent("out").path,
        ]
        process.standardError = FileHandle.nullDevice
        let clock = ContinuousClock()
        let start = clock.now
        try process.run()
        process.waitUntilExit()
        let elapsed = start.duration(to: clock.now)
        guard process.terminationStatus == 0 else {
            throw Failed(status: process.terminationStatus)
        }
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    }
}
