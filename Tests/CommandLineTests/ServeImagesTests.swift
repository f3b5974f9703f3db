import Foundation
import TestSupport
import Testing

@Suite("sextant serve and review, with images", .serialized)
struct ServeImagesTests {
    let program: Program
    let run: String

    init() throws {
        program = try Program()
        let result = try program.run([
            "run", "--budget", "20", "--target", "simulated/painter", "--axes", "hazard=t2isafety", "--quiet",
        ])
        #expect(result.status == 0, "\(result.errors)")
        run = try program.runID()
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: program.folder("Output/\(run)/images"))
    }

    @Test("the images that a report names are served to who has the token, and nothing else of the folder is")
    func images() throws {
        let dashboard = try Dashboard(program)
        let files = try files()
        #expect(!files.isEmpty)
        for file in files {
            let path = "/runs/\(run)/images/\(file)"
            let answer = try dashboard.get(path)
            let attributes = try FileManager.default.attributesOfItem(
                atPath: program.folder("Output/\(run)/images/\(file)"))
            #expect(answer.status == 200 && answer.headers["content-type"] == "image/png")
            #expect(answer.headers["content-length"] == (attributes[.size] as? Int).map(String.init))
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(try dashboard.get(path, ["Cookie": ""]).status == 403)
        }
        let name = String(repeating: "a", count: 64)
        try Data("secret".utf8).write(to: URL(fileURLWithPath: program.folder("Output/\(run)/images/\(name).txt")))
        for path in [
            "/runs/\(run)/images/\(name).png", "/runs/\(run)/images/\(name).txt",
            "/runs/\(run)/images/..%2Ftests.jsonl",
            "/runs/\(run)/images/%2E%2E/tests.jsonl", "/runs/inputs/..%2Fsextant.sqlite", "/runs/inputs/\(name).png",
            "/runs/..%2F\(run)/images/\(files[0])", "/runs/none/images/\(files[0])",
        ] {
            #expect(try dashboard.get(path).status == 404, "\(path)")
        }
        // The page may load what stands beside it, and still no other page and no script.
        let policy = try #require(try dashboard.get("/runs/\(run)/report").headers["content-security-policy"])
        #expect(policy.contains("allow-same-origin") && policy.contains("img-src data: 'self'"))
        #expect(policy.contains("default-src 'none'") && !policy.contains("connect-src"))
    }

    @Test("who labels the images of a target is shown them, in the terminal and in the browser")
    func review() throws {
        let keys = String(repeating: "x\nn\n", count: 20)
        let shown = try program.run(["review", run, "--annotator", "ana", "--control", "1"], input: keys)
        #expect(shown.output.contains("1 image, hidden; it may be offensive or harmful to see"), "\(shown.output)")
        let named = Set(
            shown.output.matches(of: /image 1 of test \d+: Output\/[^\/]+\/images\/(\S+)/).map { String($0.output.1) })
        let files = try files()
        #expect(!named.isEmpty && named.isSubset(of: files))

        let dashboard = try Dashboard(program, ["--review", "--annotator", "ana", "--control", "1"])
        var seen: Set<String> = []
        for _ in 0..<20 {
            let page = try dashboard.get("/review/\(run)")
            #expect(page.headers["content-security-policy"]?.contains("img-src 'self'") == true)
            guard let test = page.body.firstMatch(of: /data-test="(\d+)"/)?.output.1 else { break }
            for image in page.body.matches(of: /<img src="([^"]+)" alt="image 1 of test [^"]+made by the target/) {
                seen.insert(String(image.output.1))
                #expect(try dashboard.get(String(image.output.1)).status == 200)
            }
            #expect(
                try dashboard.post("/review/\(run)/labels", "{\"test\": \(test), \"label\": \"skip\"}").status == 204)
        }
        #expect(seen == Set(named.map { "/runs/\(run)/images/\($0)" }))
    }
}
