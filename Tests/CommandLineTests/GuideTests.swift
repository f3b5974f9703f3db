import Foundation
import TestSupport
import Testing

@testable import Settings
@testable import sextant

@Suite("The pages of docs/", .serialized)
struct GuideTests {
    private static let docs = URL(fileURLWithPath: ProjectSeeds.path).deletingLastPathComponent()
        .appendingPathComponent("docs")

    private func page(_ name: String) throws -> GuidePage {
        GuidePage(try String(contentsOf: Self.docs.appendingPathComponent(name), encoding: .utf8))
    }

    @Test(
        "every line of a page does what the page says, one after the other in an empty folder with the seeds",
        arguments: [
            "nightly.md", "expand-a-data-set.md", "coverage-holes.md", "agents.md", "frameworks.md", "application.md",
        ])
    func lines(_ name: String) throws {
        try type(name)
    }

    @Test(
        "so does every line of the page on several machines, with a database of its own",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
    func severalMachines() throws {
        let server = try PostgresServer()
        let items = try #require(URLComponents(string: server.url)?.queryItems)
        let values = Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
        let (host, user) = (try #require(values["host"]), try #require(values["user"]))
        try withExtendedLifetime(server) {
            try type("several-machines.md", after: "export PGHOST='\(host)' PGUSER='\(user)'; ")
        }
    }

    /// Types the lines of a page, each behind a start, and compares what comes of them with what the page says.
    private func type(_ name: String, after start: String = "") throws {
        let program = try Program()
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: program.folder("Seeds"))
        let page = try page(name)
        #expect(page.parts.count > 2)
        for part in page.parts {
            var said = ""
            for step in part.steps {
                let result = try program.shell(start + step.text)
                #expect(result.status == step.status, "\(name): \(step.text)\n\(result.errors)\(result.output)")
                said += result.output + result.errors
            }
            #expect(GuidePage.missing(part.output, in: said) == [], "\(name): \(part.steps[0].text)\n\(said)")
        }
    }

    @Test("the lines of custom-code.md run the examples", .enabled(if: ProjectExamples.canRun))
    func examples() throws {
        let program = try Program()
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: program.folder("Seeds"))
        try FileManager.default.createDirectory(atPath: program.folder("docs"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: ProjectExamples.path, toPath: program.folder("docs/examples"))
        let parts = try page("custom-code.md").parts
        #expect(parts.count == 4)
        for part in parts {
            for step in part.steps {
                let result = try program.shell(step.text)
                #expect(result.status == step.status, "\(step.text)\n\(result.errors)\(result.output)")
                #expect(GuidePage.missing(part.output, in: result.output + result.errors) == [], "\(result.output)")
            }
        }
    }

    @Test("every field of every file of a night stands in files.md")
    func fields() throws {
        let program = try Program()
        let options = ["--budget", "60", "--hazards", "self_harm,hate_speech_offensive_language", "--max-asr", "1"]
        for _ in 0..<2 { #expect(try program.run(["nightly", "--quiet"] + options).status == 0) }
        let run = try program.runID()
        #expect(try program.run(["judge", run, "--oracle", "rules", "--quiet"]).status == 0)
        _ = try program.run(["review", run, "--annotator", "ana", "--limit", "1"], input: "x\ns\n")
        #expect(try program.run(["report", run]).status == 0)
        let known = try String(contentsOf: Self.docs.appendingPathComponent("files.md"), encoding: .utf8)
        let names = Set(known.matches(of: /`([A-Za-z_0-9]+)`/).map { String($0.output.1) })
        var found: Set<String> = []
        let coverage = try FileManager.default.contentsOfDirectory(atPath: program.folder("Coverage"))
        var files = ["summary.json", "nightly.json"].map { "Output/\(run)/\($0)" } + coverage.map { "Coverage/\($0)" }
        files = files.filter { FileManager.default.fileExists(atPath: program.folder($0)) }
        var texts = try files.map { try String(contentsOfFile: program.folder($0), encoding: .utf8) }
        texts += try program.lines("Output/\(run)/tests.jsonl").map(String.init)
        for text in texts { Self.keys(try JSONSerialization.jsonObject(with: Data(text.utf8)), into: &found) }
        let metrics = try program.lines("Output/\(run)/sextant.prom").compactMap {
            $0.firstMatch(of: /^# TYPE (\w+)/).map { String($0.output.1) }
        }
        #expect(metrics.count > 5)
        #expect(found.isSuperset(of: ["further_verdicts", "human_labels", "still_there", "taxonomy"]))
        #expect(found.union(metrics).subtracting(names) == [])
    }

    /// The names of the members of all objects, except names that are values themselves: ids, strengths, origins of prompts.
    private static func keys(_ value: Any, into found: inout Set<String>) {
        if let list = value as? [Any] { for item in list { keys(item, into: &found) } }
        for (name, value) in value as? [String: Any] ?? [:] {
            found.insert(name)
            let isFree = ["coverage", "coverage_verified", "cell", "origin"].contains(name)
            let isByID = ["targets", "asr_grid_hazards", "asr_grid_hazards_raw"].contains(name)
            if isByID { for item in (value as? [String: Any] ?? [:]).values { keys(item, into: &found) } }
            if !isFree, !isByID { keys(value, into: &found) }
        }
    }

    @Test("manual.md lists the keys of sextant.yaml, all of them and no others")
    func keys() throws {
        let manual = try String(contentsOf: Self.docs.appendingPathComponent("manual.md"), encoding: .utf8)
        let section = try #require(manual.components(separatedBy: "\n## ").first { $0.hasPrefix("sextant.yaml") })
        // The keys stand in the first column, or behind a topic in the second.
        let listed = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.flatMap { row in
            let columns = row.split(separator: "|").map { $0.matches(of: /`([a-z-]+)`/).map { String($0.output.1) } }
            return columns[0].isEmpty ? columns[1] : columns[0]
        }
        #expect(Set(listed) == ConfigurationFile.keys)
        #expect(listed.count == Set(listed).count)
    }

    @Test("every file and module that architecture.md names exists, and every module stands in its picture")
    func architecture() throws {
        let project = Self.docs.deletingLastPathComponent()
        let page = try String(contentsOf: Self.docs.appendingPathComponent("architecture.md"), encoding: .utf8)
        let names = Set(page.matches(of: /`([A-Za-z0-9_+.\/]+)`/).map { String($0.output.1) })
        let paths = names.filter { $0.contains("/") || $0.hasSuffix(".swift") }
        #expect(paths.count > 30)
        let folders = ["", "Sources/sextant/", "Sources/Workflows/", "Sources/Pipeline/", "Seeds/"]
        for path in paths {
            let exists = folders.contains {
                FileManager.default.fileExists(atPath: project.appendingPathComponent($0 + path).path)
            }
            #expect(exists, "\(path)")
        }
        let modules = try FileManager.default.contentsOfDirectory(
            atPath: project.appendingPathComponent("Sources").path)
        for module in modules where !module.hasPrefix("C") || module == "ChatModels" {
            #expect(page.contains("\n    \(module)[\""), "\(module)")
        }
        for module in page.matches(of: /\n    ([A-Za-z]+)\["/).map({ String($0.output.1) }) where module != "C" {
            #expect(modules.contains(module), "\(module)")
        }
    }

    @Test("a line that says something else, another exit code, or a here-document is noticed")
    func parsing() {
        let page = GuidePage(
            """
            text
            ```sh
            one # exit 1
            cat > f <<'END'
            two
            END
            three
            ```
            ```text
            all   420  4.5%
            report 20260131-221500-3fa9
            ```
            ```yaml
            four
            ```
            """)
        #expect(page.parts.count == 1)
        #expect(page.parts[0].steps.map(\.status) == [1, 0, 0])
        #expect(page.parts[0].steps[1].text == "cat > f <<'END'\ntwo\nEND")
        let output = page.parts[0].output
        #expect(GuidePage.missing(output, in: "x\nall 7 10.0%\ny\nreport 20250101-000000-abcd") == [])
        #expect(GuidePage.missing(output, in: "report 20250101-000000-abcd\nall 7 10.0%") == [output[1]])
        #expect(GuidePage.missing(output, in: "none 7 10.0%") == output)
    }
}
