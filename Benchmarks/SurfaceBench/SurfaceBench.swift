import Foundation
import Foundations
import Generation
import SafetyGrid

/// Measures what the surface of prompts costs: `surface-bench [seeds] [repeats]`, the folder `Seeds` and 5 by default.
///
/// Three prompts of each of the demo grid's 420 cells, novel among themselves, with every encoding, perturbation and wrapper:
/// prompts a second of the whole generator, the median of the repeats, by processor time, which says the same on a
/// machine that is shared.
@main
enum SurfaceBench {
    private static let axes: [(dimension: DimensionID, taxonomy: String)] = [
        (.encoding, "encodings"), (.perturbation, "perturbations"), (.attack, "egida"),
    ]
    private static let wanted = 1_260.0

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let seeds = arguments.first ?? "Seeds"
        let repeats = arguments.count > 1 ? max(1, Int(arguments[1]) ?? 5) : 5
        let library = try SeedLibrary(folder: SeedFolder(option: seeds, environment: [:], executable: nil))
        var slowest = Double.infinity
        for (dimension, taxonomy) in axes {
            for value in try library.taxonomy(taxonomy, of: dimension).values {
                let grid = try library.grid(
                    axes: [(.hazard, "astral"), (.style, "astral"), (.technique, "astral"), (dimension, taxonomy)],
                    selection: [dimension: [value.id]])
                var rates: [Double] = []
                for _ in 0..<repeats { rates.append(try await rate(of: grid, seeds: seeds)) }
                rates.sort()
                let median = rates[repeats / 2]
                slowest = min(slowest, median)
                print(padded("\(dimension) \(value.id)"), "\(Int(median)) prompts/s")
                // Every stream: a row is shown when it is done.
                fflush(nil)
            }
        }
        print(padded("slowest"), "\(Int(slowest)) prompts/s, wanted \(Int(wanted))")
        if slowest < wanted { exit(1) }
    }

    /// Prompts a second of processor time, with the reading of the seeds left out.
    private static func rate(of grid: Grid, seeds: String) async throws -> Double {
        let generator = try GeneratorRegistry.generator("template", grid: grid, seeds: seeds, seed: 1)
        let memory = PromptMemory()
        var count = 0
        let start = clock()
        for id in 0..<grid.cellCount {
            let request = PromptRequest(grid: grid, cell: grid.cell(id), count: 3)
            count += try await generator.prompts(for: request, novelty: memory).count
        }
        let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        precondition(count == 3 * grid.cellCount, "\(count) prompts instead of \(3 * grid.cellCount)")
        return Double(count) / seconds
    }

    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, 36 - text.count))
    }
}
