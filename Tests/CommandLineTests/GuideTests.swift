import Foundation
import TestSupport
import Testing

@Suite("The pages of docs/", .serialized)
struct GuideTests {
    private static let docs = URL(fileURLWithPath: ProjectSeeds.path).deletingLastPathComponent()
        .appendingPathComponent("docs")

    private func page(_ name: String) throws -> GuidePage {
        GuidePage(try String(contentsOf: Self.docs.appendingPathComponent(name), encoding: .utf8))
    }

    @Test(
        "every line of a page does what the page says, one after the other in an empty folder with the seeds",
        arguments: ["nightly.md", "expand-a-data-set.md", "coverage-holes.md"])
    func lines(_ name: String) throws {
        let program = try Program()
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: program.folder("Seeds"))
        let page = try page(name)
        #expect(page.parts.count > 4)
        for part in page.parts {
            var said = ""
            for step in part.steps {
                let result = try program.shell(step.text)
                #expect(result.status == step.status, "\(name): \(step.text)\n\(result.errors)\(result.output)")
                said += result.output + result.errors
            }
            #expect(GuidePage.missing(part.output, in: said) == [], "\(name): \(part.steps[0].text)\n\(said)")
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
