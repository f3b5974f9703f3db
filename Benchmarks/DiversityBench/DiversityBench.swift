import Foundation
import Foundations
import Generation
import SafetyGrid

/// Measures what the template generator writes: `diversity-bench [seeds] [seed] [yield]`, the folder `Seeds` and seed 1 by
/// default.
///
/// Three prompts of each of the demo grid's 420 cells: distinct-2, self-BLEU-4, the share that passes the checks of its own
/// style and technique and of wrong ones, and ten prompts to be read. With `yield` also how many novel prompts each cell
/// has, up to 1,000.
@main
enum DiversityBench {
    struct Sample {
        let text: String
        let cell: Cell
    }

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let seeds = arguments.first ?? "Seeds"
        let seed = arguments.count > 1 ? UInt64(arguments[1]) ?? 1 : 1
        let folder = try SeedFolder(option: seeds, environment: [:], executable: nil)
        let grid = try SeedLibrary(folder: folder).grid()
        let generator = TemplateGenerator(library: try TemplateLibrary(seeds: seeds), seed: seed)
        let samples = try await samples(of: grid, from: generator, memory: PromptMemory(), each: 3)
        let texts = samples.map { NGrams.words($0.text) }
        print("\(samples.count) prompts of \(grid.cellCount) cells, seed \(seed)")
        print("distinct-1 \(three(NGrams.distinct(1, in: texts))), distinct-2 \(three(NGrams.distinct(2, in: texts)))")
        var random = SeededRandom(seed: seed, "diversity-bench")
        let few = Array(texts.shuffled(using: &random).prefix(200))
        print(
            "self-BLEU-4 of all prompts \(three(NGrams.selfBLEU(texts))), of 200 drawn at random "
                + three(NGrams.selfBLEU(few)))
        try fidelity(of: samples, grid, seeds)
        print("\nten prompts:")
        for sample in samples.shuffled(using: &random).prefix(10) {
            print("- \(grid.key(of: sample.cell))\n  \(sample.text)")
        }
        if arguments.contains("yield") { try await yields(grid, generator) }
    }

    private static func samples(
        of grid: Grid, from generator: TemplateGenerator, memory: PromptMemory, each: Int
    ) async throws -> [Sample] {
        var samples: [Sample] = []
        for id in 0..<grid.cellCount {
            let cell = grid.cell(id)
            let request = PromptRequest(grid: grid, cell: cell, count: each)
            let prompts = try await generator.prompts(for: request, novelty: memory)
            samples += prompts.map { Sample(text: $0.text, cell: cell) }
        }
        return samples
    }

    /// Shares that pass the checks of their own cell, and that fail those of every other style and technique.
    private static func fidelity(of samples: [Sample], _ grid: Grid, _ seeds: String) throws {
        let checker = try FidelityChecker(seeds: seeds)
        let clock = ContinuousClock()
        var verified = 0
        let time = clock.measure {
            for sample in samples where checker.check(prompt: sample.text, cell: sample.cell, grid: grid).isVerified {
                verified += 1
            }
        }
        print("fidelity: \(percent(verified, samples.count)) verified; a check takes \(time / samples.count)")
        for (axis, dimension) in grid.dimensions.enumerated() where dimension.id != "hazard" {
            var passed = [[Int]](
                repeating: [Int](repeating: 0, count: dimension.values.count), count: dimension.values.count)
            var total = [Int](repeating: 0, count: dimension.values.count)
            for sample in samples {
                let own = sample.cell.indices[axis]
                total[own] += 1
                for claimed in dimension.values.indices {
                    var indices = sample.cell.indices
                    indices[axis] = claimed
                    let part = checker.check(prompt: sample.text, cell: grid.cell(at: indices), grid: grid)[
                        dimension.id]
                    if part?.outcome == .pass { passed[own][claimed] += 1 }
                }
            }
            let own = dimension.values.indices.map { passed[$0][$0] }.reduce(0, +)
            let wrong = passed.joined().reduce(0, +) - own
            let shuffled = samples.count * (dimension.values.count - 1)
            print(
                "\(dimension.id): passed \(percent(own, samples.count)), failed as a wrong one "
                    + percent(shuffled - wrong, shuffled))
            for (row, value) in dimension.values.enumerated() {
                let cells = passed[row].map { pad(percent($0, total[row]), 7) }.joined()
                print("  " + pad(value.id, -28) + cells)
            }
        }
        for (id, check) in [(DimensionID.style, 8), (.technique, 4)] {
            let failing = samples.filter {
                checker.check(prompt: $0.text, cell: $0.cell, grid: grid)[id]?.outcome == .fail
            }
            for sample in failing.prefix(check) {
                let reason = checker.check(prompt: sample.text, cell: sample.cell, grid: grid)[id]?.reason ?? ""
                print("  fails \(id): \(grid.key(of: sample.cell)): \(reason)\n    \(sample.text)")
            }
        }
    }

    private static func yields(_ grid: Grid, _ generator: TemplateGenerator) async throws {
        for limit in [300, 1_000] {
            let clock = ContinuousClock()
            let memory = PromptMemory()
            var counts: [Int] = []
            let time = try await clock.measure {
                for id in 0..<grid.cellCount {
                    let request = PromptRequest(grid: grid, cell: grid.cell(id), count: limit)
                    counts.append(try await generator.prompts(for: request, novelty: memory).count)
                }
            }
            counts.sort()
            print(
                "novel prompts a cell, up to \(limit): fewest \(counts[0]), median \(counts[counts.count / 2]); "
                    + "\(counts.count { $0 < limit }) cells exhausted; \(time)")
        }
    }

    private static func percent(_ part: Int, _ whole: Int) -> String {
        whole == 0 ? "-" : "\(Double((1000 * part + whole / 2) / whole) / 10) %"
    }

    private static func three(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }

    private static func pad(_ text: String, _ width: Int) -> String {
        let space = String(repeating: " ", count: max(abs(width) - text.count, 0))
        return width < 0 ? text + space : space + " " + text
    }
}
