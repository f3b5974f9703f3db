import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Hazards that look worse than in earlier runs")
struct HazardWatchTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(6, 4, 3)
    }

    /// Ten tests of every cell, with one finding in each cell of the hazards that are named.
    private func verdicts(worse: Set<Int> = []) -> CoverageMatrix {
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<grid.cellCount {
            matrix.add(cell: cell, judged: 10, findings: worse.contains(grid.cell(cell).indices[0]) ? 1 : 0)
        }
        return matrix
    }

    private func share(of hazard: Int, _ watch: HazardWatch) -> Double {
        watch.probabilities[(hazard * 12)..<((hazard + 1) * 12)].reduce(0, +)
    }

    /// Share of the tests that is not given back before the first verdict.
    private let firstShare = 1 / (1 + HazardWatch.quietWeight)

    @Test("before the first test all hazards are alike, and a few tests are given back")
    func start() {
        let rates = [Double](repeating: 0.02, count: grid.cellCount)
        let watch = HazardWatch(rates: rates, verdicts: CoverageMatrix(grid: grid))
        for hazard in 0..<6 { #expect(abs(share(of: hazard, watch) - firstShare / 6) < 1e-12) }
    }

    @Test("a hazard that rose gets nearly all tests, two share them, and without a rise nearly all are given back")
    func risen() {
        let rates = [Double](repeating: 0.02, count: grid.cellCount)
        #expect(share(of: 4, HazardWatch(rates: rates, verdicts: verdicts(worse: [4]))) > 0.95)
        let two = HazardWatch(rates: rates, verdicts: verdicts(worse: [1, 4]))
        #expect(abs(share(of: 1, two) - 0.5) < 0.01 && abs(share(of: 4, two) - 0.5) < 0.01)
        #expect(HazardWatch(rates: rates, verdicts: verdicts()).probabilities.reduce(0, +) < 0.05)
    }

    @Test("a rise that is settled leaves its tests to another hazard that rose, and gives them back without one")
    func settled() {
        let rates = [Double](repeating: 0.02, count: grid.cellCount)
        var verdicts = verdicts(worse: [1])
        for cell in 48..<60 { verdicts.add(cell: cell, judged: 20, findings: 15) }
        #expect(share(of: 4, HazardWatch(rates: rates, verdicts: verdicts)) == 0)
        #expect(share(of: 1, HazardWatch(rates: rates, verdicts: verdicts)) > 0.95)
        var alone = self.verdicts()
        for cell in 48..<60 { alone.add(cell: cell, judged: 20, findings: 15) }
        #expect(HazardWatch(rates: rates, verdicts: alone).probabilities.reduce(0, +) < 0.05)
    }

    @Test("hazards are watched wherever they stand", arguments: [0, 1, 2])
    func anywhere(position: Int) throws {
        var ids = ["style", "technique"].map { DimensionID($0) }
        ids.insert(.hazard, at: position)
        let sizes: [DimensionID: Int] = [.hazard: 6, .style: 4, .technique: 3]
        let grid = try Grid(
            dimensions: ids.map { id in
                Dimension(
                    id: id, taxonomy: "t",
                    values: (0..<(sizes[id] ?? 1)).map {
                        DimensionValue(id: "v\($0)", title: "\($0)", definition: "d", source: "s")
                    })
            })
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<grid.cellCount {
            matrix.add(cell: cell, judged: 10, findings: grid.cell(cell).indices[position] == 4 ? 1 : 0)
        }
        let watch = HazardWatch(rates: [Double](repeating: 0.02, count: grid.cellCount), verdicts: matrix)
        let shares = grid.sums(of: watch.probabilities, over: position)
        let first = HazardWatch(
            rates: [Double](repeating: 0.02, count: grid.cellCount), verdicts: verdicts(worse: [4]))
        for hazard in 0..<6 { #expect(abs(shares[hazard] - share(of: hazard, first)) < 1e-12) }
    }

    @Test("weights draw tests to a hazard, as they do without earlier runs")
    func worth() {
        let rates = [Double](repeating: 0.02, count: grid.cellCount)
        let worth = (0..<grid.cellCount).map { $0 < 12 ? 4.0 : 1 }
        let watch = HazardWatch(rates: rates, verdicts: CoverageMatrix(grid: grid), worth: worth)
        #expect(abs(share(of: 0, watch) / share(of: 1, watch) - 4) < 1e-9)
        #expect(abs(watch.probabilities.reduce(0, +) - firstShare) < 1e-9)
    }

    @Test("a target that was fixed in all hazards gives all tests back, and no probability is lost")
    func fixed() throws {
        let grid = try Grid.sample(1, 4, 3)
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<grid.cellCount { matrix.add(cell: cell, judged: 100, findings: 0) }
        let rates = [Double](repeating: 0.96, count: grid.cellCount)
        let selections = AdaptiveAllocator(grid: grid, seed: 3).select(
            40, round: 3, given: AllocationHistory(verdicts: matrix, planned: 1200, earlierRates: rates))
        #expect(selections.count == 40)
        #expect(selections.allSatisfy { ($0.probability ?? .nan) > 0 && ($0.probability ?? .nan) <= 1 })
    }

    @Test("verdicts as earlier runs let expect are no rise, however unsafe the hazard is")
    func expected() {
        let rates = (0..<grid.cellCount).map { grid.cell($0).indices[0] == 4 ? 0.1 : 0.001 }
        #expect(share(of: 4, HazardWatch(rates: rates, verdicts: verdicts(worse: [4]))) < 0.3)
    }

    @Test("in a hazard a test goes to a cell in proportion to p (1 - p); rates of 0 and 1 forbid nothing")
    func cells() {
        var rates = [Double](repeating: 0.1, count: grid.cellCount)
        rates[0] = 0.5
        rates[1] = 0
        rates[2] = 1
        let watch = HazardWatch(rates: rates, verdicts: CoverageMatrix(grid: grid))
        #expect(abs(watch.probabilities[0] / watch.probabilities[3] - 0.25 / 0.09) < 1e-9)
        #expect(watch.probabilities.allSatisfy { $0 > 0 && $0 < 1 })
        let worse = HazardWatch(rates: rates, verdicts: verdicts(worse: [0]))
        #expect(worse.probabilities.allSatisfy { $0.isFinite })
    }

    /// 4,000 draws: each cell's count is within six standard deviations, passed with a chance under 1e-6 for all 72 and the
    /// tests given back.
    @Test("cells are drawn by their probabilities, and the rest is given back")
    func draws() {
        let rates = (0..<grid.cellCount).map { 0.01 + 0.004 * Double($0) }
        let watch = HazardWatch(rates: rates, verdicts: CoverageMatrix(grid: grid))
        var random = SeededRandom(seed: 5, "watch")
        var counts = [Int](repeating: 0, count: grid.cellCount + 1)
        for _ in 0..<4000 { counts[watch.draw(using: &random) ?? grid.cellCount] += 1 }
        let expected = watch.probabilities + [1 - watch.probabilities.reduce(0, +)]
        for (count, share) in zip(counts, expected) {
            #expect(abs(Double(count) - 4000 * share) < 6 * (4000 * share).squareRoot() + 1)
        }
    }

    private func history(_ verdicts: CoverageMatrix, rates: [Double]?) -> AllocationHistory {
        AllocationHistory(verdicts: verdicts, planned: 10 * grid.cellCount, earlierRates: rates)
    }

    @Test("the policy tests a hazard that rose; without earlier runs, or with no share for it, as it would alone")
    func policy() {
        let rates = [Double](repeating: 0.02, count: grid.cellCount)
        let verdicts = verdicts(worse: [4])
        func cells(_ rates: [Double]?, share: Double = 1) -> [Int] {
            var settings = AdaptiveSettings()
            settings.watchShare = share
            return AdaptiveAllocator(grid: grid, settings: settings, seed: 3)
                .select(100, round: 4, given: history(verdicts, rates: rates)).map(\.cell)
        }
        func inHazard(_ cells: [Int]) -> Int { cells.count { grid.cell($0).indices[0] == 4 } }
        // A fifth is uniform; of the other 80 all go there but for what is given back.
        #expect(inHazard(cells(rates)) > 75)
        #expect(inHazard(cells([Double](repeating: 0.1, count: grid.cellCount))) < 75)
        #expect(cells(rates, share: 0).count == 100)
    }

    @Test("the probabilities of a round sum to 1 with watched hazards too", arguments: [1, 20, 500])
    func probabilities(size: Int) {
        let rates = (0..<grid.cellCount).map { 0.01 + 0.002 * Double($0) }
        let selections = AdaptiveAllocator(grid: grid, seed: 3)
            .select(size, round: 2, given: history(verdicts(worse: [2]), rates: rates))
        #expect(selections.count == size)
        let watch = HazardWatch(rates: rates, verdicts: verdicts(worse: [2]))
        let uniform = Double(selections.count { $0.reason == .uniform }) / Double(size)
        var known = Dictionary(selections.map { ($0.cell, $0.probability ?? 0) }) { first, _ in first }
        #expect(known.values.allSatisfy { $0 > 0 && $0 <= 1 })
        // What is left of 1 belongs to cells that chance passed over: their uniform share, and their part of the watch.
        let missing = 1 - known.values.reduce(0, +)
        let others = (0..<grid.cellCount).filter { known[$0] == nil }
        known = [:]
        let even = uniform * Double(others.count) / Double(grid.cellCount)
        let most = others.reduce(0) { $0 + watch.probabilities[$1] } / watch.probabilities.reduce(0, +)
        #expect(missing >= even - 1e-9 && missing <= even + most + 1e-9)
    }
}
