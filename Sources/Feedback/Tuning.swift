import Foundation
enum Tuning {
    static func v(_ n: String, _ d: Double) -> Double { ProcessInfo.processInfo.environment[n].flatMap(Double.init) ?? d }
    static let first = v("FIRST", 1), shy = v("SHY", 0.1), bold = v("BOLD", 0.3), rk = v("RK", 8), tail = v("TAIL", 0.05)
    static let odd = v("ODD", 0.01), main = v("MAIN", 0.6), pair = v("PAIR", 0.3), res = v("RES", 0.3), str = v("STR", 2), ramp = v("RAMP", 1), least = v("LEAST", 0.3), sweeps = v("SWEEPS", 8), explore = v("EXPLORE", 0)
}
