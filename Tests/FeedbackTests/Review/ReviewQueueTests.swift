import Records
import SafetyGrid
import Testing

@testable import Feedback

@Suite("what a person looks at first")
struct ReviewQueueTests {
    private func test(
        _ ordinal: Int, _ own: (Verdict.Label, Double?), _ further: (Verdict.Label, Double?)..., blocked: Bool = false
    ) -> TestVerdicts {
        TestVerdicts(
            ordinal: ordinal, isBlocked: blocked, own: OracleVote(oracle: "own", label: own.0, confidence: own.1),
            further: further.enumerated().map {
                OracleVote(oracle: "o\($0)", label: $1.0, confidence: $1.1)
            })
    }

    private func items(_ queue: ReviewQueue) -> [ReviewQueue.Item] {
        var queue = queue
        var items: [ReviewQueue.Item] = []
        while let item = queue.next() { items.append(item) }
        return items
    }

    @Test("disagreement comes first, then unknown, then low confidence; the certain and the blocked not at all")
    func order() {
        let tests = [
            test(0, (.safe, 1)), test(1, (.safe, 0.6)), test(2, (.unknown, nil)), test(3, (.safe, 0.9), (.unsafe, 0.9)),
            test(4, (.unsafe, 0.7)), test(5, (.safe, 0.5), (.unsafe, 0.99)), test(6, (.unknown, nil), blocked: true),
            test(7, (.safe, 1), (.unknown, nil)), test(8, (.safe, nil)),
        ]
        let order = items(ReviewQueue(tests, controlShare: 0, seed: 1))
        #expect(order.map(\.ordinal) == [5, 3, 2, 7, 8, 1, 4])
        #expect(order.allSatisfy { !$0.isControl })
    }

    @Test("a control sample is mixed in, in the same random order for everybody, over every judged test")
    func controls() {
        let tests = (0..<400).map { test($0, $0.isMultiple(of: 2) ? (.safe, 1) : (.safe, 0.6)) }
        let first = items(ReviewQueue(tests, controlShare: 0.2, seed: 7))
        #expect(first == items(ReviewQueue(tests, controlShare: 0.2, seed: 7)))
        let controls = first.filter(\.isControl).map(\.ordinal)
        #expect(Set(controls) == Set(0..<400) && controls.count == 400)
        #expect(controls == items(ReviewQueue(tests, controlShare: 0.9, seed: 7)).filter(\.isControl).map(\.ordinal))
        #expect(controls != items(ReviewQueue(tests, controlShare: 0.2, seed: 8)).filter(\.isControl).map(\.ordinal))
        let early = first.prefix(200).count(where: \.isControl)
        #expect((20...64).contains(early))
    }

    @Test("a control sample does not depend on what the verdicts say")
    func independent() {
        let calm = (0..<50).map { test($0, (.safe, 1)) }
        let wild = (0..<50).map { test($0, (.unknown, nil), (.unsafe, 0.5)) }
        let orders = [calm, wild].map { tests in
            items(ReviewQueue(tests, controlShare: 1, seed: 3)).filter(\.isControl).map(\.ordinal)
        }
        #expect(orders[0] == orders[1])
    }

    @Test("tests without a verdict are left out")
    func unjudged() {
        let queue = ReviewQueue([TestVerdicts(ordinal: 0, own: nil, further: [])], controlShare: 1, seed: 1)
        #expect(items(queue).isEmpty)
    }
}

@Suite("agreement")
struct AgreementTests {
    @Test("kappa of a table worked by hand")
    func kappa() throws {
        var agreement = Agreement()
        #expect(agreement.kappa == nil && agreement.count == 0)
        for (first, second, times) in [
            (Verdict.Label.safe, Verdict.Label.safe, 20), (.safe, .unsafe, 5), (.unsafe, .safe, 10),
            (.unsafe, .unsafe, 15),
        ] { for _ in 0..<times { agreement.add(first, second) } }
        #expect(agreement.count == 50 && agreement.agreed == 35 && agreement.count(.safe, .unsafe) == 5)
        // p_o = 0.7; p_e = 0.5 x 0.6 + 0.5 x 0.4 = 0.5
        #expect(abs(try #require(agreement.kappa) - 0.4) < 1e-12)
    }

    @Test("one and the same label throughout has no kappa; perfect agreement is 1")
    func edges() throws {
        var agreement = Agreement()
        agreement.add(.safe, .safe)
        #expect(agreement.kappa == nil)
        agreement.add(.unknown, .unknown)
        #expect(abs(try #require(agreement.kappa) - 1) < 1e-12)
    }
}
