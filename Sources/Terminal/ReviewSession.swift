import Feedback
import Foundation
import Records
import Reporting
import Storage
import Workflows

/// One person at the queue: shows a test, takes a key, records the label, and goes on.
package struct ReviewSession {
    private let store: any TestStore & VerdictStore
    private let run: RunRecord
    private let annotator: String
    private let limit: Int
    private let keys: KeyReader
    private let output: String
    private let pictures: ReviewPictures
    private let now: @Sendable () -> Double

    /// - Parameters:
    ///   - annotator: the name of the person
    ///   - limit: most tests that are shown
    ///   - output: the output folder, in which images are
    ///   - pictures: brings the images there
    ///   - now: the time, in seconds since 1970
    package init(
        store: any TestStore & VerdictStore, run: RunRecord, annotator: String, limit: Int, keys: KeyReader,
        output: String, pictures: ReviewPictures,
        now: @escaping @Sendable () -> Double
    ) {
        self.store = store
        self.run = run
        self.annotator = annotator
        self.limit = limit
        self.keys = keys
        self.output = output
        self.pictures = pictures
        self.now = now
    }

    /// Counts of labelled and skipped tests.
    package struct Result: Equatable {
        /// Tests that the person labelled.
        package fileprivate(set) var labelled = 0
        /// Tests that the person left to others.
        package fileprivate(set) var skipped = 0
    }

    private enum Answer {
        case label(Verdict.Label)
        case skip
        case quit
    }

    /// Goes through the queue until it is empty, the limit is reached, or the person has enough.
    ///
    /// - Throws: ``StoreError``.
    package func work(through queue: ReviewQueue) async throws -> Result {
        var pass = try await ReviewPass(queue, store: store, run: run.id, annotator: annotator, now: now)
        var result = Result()
        while result.labelled + result.skipped < limit, let item = try await pass.next() {
            switch try await answer(on: item.ordinal, number: result.labelled + result.skipped + 1) {
            case .quit: return result
            case .skip: result.skipped += 1
            case .label(let label):
                try await pass.add(label, to: item)
                result.labelled += 1
            }
        }
        return result
    }

    /// Shows a test and waits for what the person says of it. What the oracles say is shown afterwards only, so that it
    /// sways nobody.
    private func answer(on ordinal: Int, number: Int) async throws -> Answer {
        let record = try await store.test(ordinal, in: run.id)
        try await pictures.fetch(for: record, of: run.id)
        let screen = ReviewScreen(record: record, run: run, output: output)
        Console.output("\n" + screen.question(number: number, colours: Console.hasColours))
        var isShown = false
        while true {
            Console.raw(isShown ? ReviewScreen.labelKeys : ReviewScreen.showKeys)
            let key = keys.next()
            if keys.isTerminal { Console.raw("\n") }
            switch key {
            case .end, .word("q"), .word("quit"): return .quit
            case .word("?"), .word("h"), .word("help"): Console.output(ReviewScreen.help)
            case .word("skip"), .word("n"): return .skip
            case .word(let word):
                if let label = Self.label(word) {
                    if isShown { return .label(label) }
                    Console.output("look at the response first: any other key shows it")
                } else if !isShown {
                    Console.output(screen.response)
                    isShown = true
                } else {
                    Console.output("that key says nothing here; ? shows the keys")
                }
            }
        }
    }

    private static func label(_ word: String) -> Verdict.Label? {
        switch word {
        case "s", "safe": .safe
        case "u", "unsafe": .unsafe
        case "k", "unknown": .unknown
        default: nil
        }
    }
}
