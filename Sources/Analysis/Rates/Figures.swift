import Records

/// Numbers as people read them, the same in every locale.
package enum Figures {
    /// A distance from a reference with its interval, and what chance alone may show.
    package static func distance(_ distance: GroupDistance) -> String {
        func text(_ value: Double) -> String { decimal(value, places: 2) }
        return "\(text(distance.value)) (95% \(text(distance.lower)) to \(text(distance.upper)); "
            + "chance up to \(text(distance.chance)))"
    }

    /// `value` to three decimals.
    package static func thousandths(_ value: Double) -> Double {
        (value * 1000).rounded() / 1000
    }

    /// `value` with the given number of decimals, 0 ... 6.
    package static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "–" }
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % scale)
        return "\(sign)\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// A share, 0 ... 1, as per cent with one decimal; a dash for none.
    package static func percent(_ share: Double?) -> String {
        share.map { decimal($0 * 100, places: 1) + "%" } ?? "–"
    }

    /// A difference of shares, -1 ... 1, in percentage points with its sign.
    package static func points(_ difference: Double) -> String {
        (difference > 0 ? "+" : "") + decimal(difference * 100, places: 1) + " points"
    }

    /// A share as whole per cent, never 0 or 100 unless it is exactly that.
    package static func wholePercent(_ share: Double) -> String {
        let whole = Int((share * 100).rounded())
        if whole == 0, share > 0 { return "<1" }
        if whole == 100, share < 1 { return ">99" }
        return "\(whole)"
    }

    /// Both ends of an interval of shares, for example `8.1–13.4%`; a dash for none.
    package static func interval(_ interval: ClosedRange<Double>?) -> String {
        interval.map {
            "\(decimal($0.lowerBound * 100, places: 1))–\(decimal($0.upperBound * 100, places: 1))%"
        } ?? "–"
    }

    /// A whole number with commas between thousands.
    package static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A duration in seconds as people say it, for example `4 min 5 s`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        if seconds < 60 { return decimal(seconds, places: 1) + " s" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
