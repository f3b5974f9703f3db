import Analysis
import Foundation
import Foundations
import Images
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Reporting

@Suite("images in reports and exports")
struct ImageReportTests {
    private let folder: TemporaryFolder
    private let shelf: ImageShelf

    init() throws {
        folder = try TemporaryFolder()
        shelf = ImageShelf(folder: folder("images"))
    }

    /// A finding whose response is the given images.
    private func finding(_ ordinal: Int, _ images: [ImageReference], cell: Int = 0) -> TestRecord {
        let plan = PlannedTest.sample(ordinal, cell: cell)
        var response = Response(text: "")
        response.images = images
        return TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: "Draw it \(ordinal).", origin: [:]), response: response,
            verdict: .sample(.unsafe))
    }

    private func page(_ records: [TestRecord], shelf: ImageShelf?, inputs: ImageShelf? = nil) async throws -> String {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        for record in records { statistics.add(record) }
        let analysis = RunAnalysis(statistics)
        let pictures = try await PagePictures(of: analysis.findings, shelf: shelf, inputs: inputs)
        return String(decoding: try ReportFile(analysis, tests: nil, pictures: pictures).bytes(), as: UTF8.self)
    }

    @Test("An image stands on the page once, behind a checkbox with a name, and the page's policy allows it")
    func embeds() async throws {
        let image = try TextPicture.image(of: "a lamp")
        let reference = try await shelf.keep(image)
        let page = try await page([finding(0, [reference]), finding(1, [reference])], shelf: shelf)
        #expect(page.components(separatedBy: image.base64).count == 2)
        #expect(
            page.contains("<label class=\"shot\"><input type=\"checkbox\"> <span>Show image 1 of test 00000</span>"))
        #expect(
            page.contains("alt=\"image 1 of test 00000, made by the target, \(image.width) by \(image.height) pixels"))
        #expect(page.contains("image 1 of test 00001: the same as in <a href=\"#t00000\">#00000</a>"))
        #expect(page.contains("img-src data: 'self'"))
        #expect(page.contains(".shot input:checked~img{filter:none}"))
        #expect(!page.contains("<details><summary>Show response</summary><pre dir=\"auto\"></pre>"))
    }

    @Test("An image of several findings stands in the one that the page shows first")
    func order() async throws {
        let reference = try await shelf.keep(TextPicture.image(of: "a lamp"))
        let last = try Sample.smallGrid().cellCount - 1
        let page = try await page([finding(0, [reference], cell: last), finding(1, [reference])], shelf: shelf)
        #expect(page.contains("Show image 1 of test 00001</span>"))
        #expect(page.contains("image 1 of test 00000: the same as in <a href=\"#t00001\">#00001</a>"))
    }

    @Test("What is gone is told; without a shelf there are links to the files")
    func links() async throws {
        let image = try TextPicture.image(of: "a lamp")
        let reference = try await shelf.keep(image)
        let lost = ImageReference(try TextPicture.image(of: "lost"))
        let page = try await page([finding(0, [lost, reference])], shelf: shelf)
        #expect(page.contains("The image 1 of test 00000") && page.contains("<code>\(lost.fileName)</code>"))
        #expect(!page.contains("Open image 1"))
        #expect(page.contains(image.base64))
        let without = try await self.page([finding(0, [reference])], shelf: nil)
        #expect(without.contains("Open image 1 of test 00000") && !without.contains(image.base64))
    }

    @Test("A prompt that was sent as an image stands before the response")
    func drawn() async throws {
        let (prompt, output) = (try TextPicture.image(of: "Draw it 0."), try TextPicture.image(of: "a lamp"))
        var record = finding(0, [try await shelf.keep(output)])
        record.response?.drawnPrompt = try await shelf.keep(prompt)
        let page = try await page([record], shelf: shelf)
        let places = [prompt, output].compactMap { page.range(of: $0.base64)?.lowerBound }
        #expect(places.count == 2 && places == places.sorted())
        #expect(page.contains("Show prompt of test 00000 as it was sent"))
    }

    @Test("The image in a prompt stands on the page too, and neither it nor a response's in a redacted one")
    func prompts() async throws {
        let inputs = ImageShelf(folder: folder("inputs"))
        let (input, output) = (try TextPicture.image(of: "a map"), try TextPicture.image(of: "a lamp"))
        var record = finding(0, [try await shelf.keep(output)])
        let reference = try await inputs.keep(input)
        record.testCase = TestCase(
            plan: record.plan, prompt: "What is it?", origin: [ImageReference.originKey: reference.origin])
        let open = try await page([record], shelf: shelf, inputs: inputs)
        #expect(open.contains(input.base64) && open.contains(output.base64))
        #expect(open.contains("alt=\"image in the prompt of test 00000, from the data set"))
        let links = try await page([record], shelf: shelf)
        #expect(links.contains("href=\"../inputs/\(reference.fileName)\""))
        let redacted = try await page([record.redacted], shelf: shelf, inputs: inputs)
        for hidden in [input.base64, output.base64, input.digest, output.digest] { #expect(!redacted.contains(hidden)) }
        let file = TestsFile(run: Sample.run(grid: try Sample.smallGrid()))
        let line = String(decoding: file.line(record.redacted), as: UTF8.self)
        for hidden in [input.digest, output.digest] { #expect(!line.contains(hidden)) }
    }

    @Test("The page stays below 25 MB whatever the images weigh")
    func bounded() async throws {
        var references: [ImageReference] = []
        for number in 0..<3 {
            var canvas = Canvas(width: 1400, height: 1000, colour: .white)
            var random = SeededRandom(seed: UInt64(number))
            for x in 0..<1400 {
                for y in 0..<1000 {
                    let bits = random.next()
                    canvas.fill(
                        x: x, y: y, width: 1, height: 1,
                        colour: .init(
                            red: UInt8(truncatingIfNeeded: bits), green: UInt8(truncatingIfNeeded: bits >> 8),
                            blue: UInt8(truncatingIfNeeded: bits >> 16)))
                }
            }
            references.append(try await shelf.keep(canvas.png()))
        }
        let finding = finding(0, references)
        var items = ImageItems(try await PagePictures(of: [finding], shelf: shelf))
        let html = items.items(finding).map(\.html.text)
        #expect(references.allSatisfy { $0.bytes > 4_000_000 })
        #expect(html.reduce(0) { $0 + $1.utf8.count } < 15_000_000)
        #expect(html.count { $0.contains("data:image/png") } == 2)
        #expect(html.count { $0.contains("Open image") } == 1)
    }

    @Test("tests.jsonl names the files, and a redacted test has none")
    func lines() async throws {
        let reference = try await shelf.keep(TextPicture.image(of: "a lamp"))
        let run = Sample.run(grid: try Sample.smallGrid())
        let record = finding(0, [reference])
        func line(_ record: TestRecord) throws -> JSONValue {
            try JSONDecoder().decode(JSONValue.self, from: Data(TestsFile(run: run).line(record)))
        }
        guard case .array(let images)? = try line(record)["images"] else { return #expect(Bool(false)) }
        let image = try #require(images.first)
        #expect(image["file"]?.stringValue == "images/\(reference.digest).png")
        #expect(image["sha256"]?.stringValue == reference.digest)
        #expect(image["bytes"] == .int(reference.bytes))
        #expect(try line(record.redacted)["images"] == nil)
        #expect(record.redacted.images.isEmpty)
    }
}
