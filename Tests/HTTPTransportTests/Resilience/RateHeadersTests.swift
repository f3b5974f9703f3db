import Testing

@testable import HTTPTransport

@Suite("Waiting as the headers ask")
struct RateHeadersTests {
    private static let noon = 784_111_777.0
    /// A time whose seconds since 1970 are told from a span by their size.
    private static let later = 1_784_111_777.0

    @Test(
        "Retry-After",
        arguments: [
            (["Retry-After": "3"], .seconds(3)),
            (["Retry-After": "0.5"], .milliseconds(500)),
            (["retry-after-ms": "250"], .milliseconds(250)),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:47 GMT"], .seconds(10)),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:47 GMT", "Date": "Sun, 06 Nov 1994 08:49:45 GMT"], .seconds(2)),
            (["Retry-After": "Sun, 06 Nov 1994 08:00:00 GMT"], .zero),
            (["Retry-After": "Sunday, 06-Nov-94 08:49:47 GMT"], .seconds(10)),
            (["Retry-After": "Sun Nov  6 08:49:47 1994"], .seconds(10)),
            (["Retry-After": "Sun, 06 Nov 1994 09:49:47 +0100"], .seconds(10)),
            (["Retry-After": "Sun, 06 Nov 1994 07:19:47 -0130"], .seconds(10)),
            (["Retry-After": "1994-11-06T08:49:47Z"], .seconds(10)),
            (["Retry-After": "1m30s"], .seconds(90)),
            (["X-RateLimit-Reset-After": "1.5"], .milliseconds(1500)),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:47 XYZ"], nil),
            (["Retry-After": "172800"], .seconds(172_800)),
            (["Retry-After": "1784111780"], .seconds(3)), (["Retry-After": "1784111780500"], .seconds(3.5)),
            (["Retry-After": "1784111770"], .zero), (["Retry-After": "1e300"], nil),
            (["x-ms-retry-after-ms": "250"], .milliseconds(250)),
            (["Retry-After": "-1"], nil),
            (["Retry-After": "nan"], nil),
            (["Retry-After": "soon"], nil),
            ([:], nil),
        ] as [(HTTPHeaders, Duration?)])
    func retryAfter(_ headers: HTTPHeaders, _ expected: Duration?) {
        let isLater = headers["Retry-After"]?.hasPrefix("17841117") == true
        #expect(RateHeaders.retryAfter(headers, unixTime: isLater ? Self.later : Self.noon) == expected)
    }

    @Test(
        "a time until reset",
        arguments: [
            ("1s", 1), ("6m0s", 360), ("250ms", 0.25), ("1h2m3.5s", 3723.5), ("12", 12), ("784111787", 10),
            ("1784111777", 1_000_000_000), ("784111780500", 3.5), ("1994-11-06T08:49:47Z", 10),
            ("1994-11-06T09:49:47+01:00", 10),
            ("x", nil), ("", nil), ("5q", nil), ("1994-11-06T08", nil),
        ] as [(String, Double?)])
    func reset(_ text: String, _ expected: Double?) {
        // Below a thousand million a number is a span, above it a date; this one lies in the past of such dates.
        if text == "784111787" {
            #expect(RateHeaders.seconds(text, unixTime: Self.noon) == 784_111_787)
        } else {
            #expect(RateHeaders.seconds(text, unixTime: Self.noon) == expected)
        }
    }

    @Test(
        "a counter at 0",
        arguments: [
            (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "60s"], 0, .seconds(60)),
            (
                [
                    "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "60s",
                    "x-ratelimit-limit-requests": "60",
                ], 0, .seconds(1)
            ),
            (
                [
                    "anthropic-ratelimit-tokens-remaining": "0", "anthropic-ratelimit-tokens-limit": "1000",
                    "anthropic-ratelimit-tokens-reset": "1994-11-06T08:50:37Z",
                ], 100, .seconds(6)
            ),
            (["x-ratelimit-remaining": "0", "x-ratelimit-reset": "7", "x-ratelimit-limit": "100"], 0, .seconds(7)),
            (["ratelimit-remaining": "0", "ratelimit-reset": "7"], 0, .seconds(7)),
            (["x-ratelimit-remaining": "1", "x-ratelimit-reset": "7"], 0, nil),
            (["x-ratelimit-remaining": "0"], 0, nil),
            (["RateLimit": #""default";r=0;t=7"#], 0, .seconds(7)),
            (["RateLimit": #""hour";r=0;t=70, "minute"; r=0; t=7"#], 0, .seconds(70)),
            (["RateLimit": #""default";r=3;t=7"#], 0, nil), (["RateLimit": "limit=100, remaining=0"], 0, nil),
        ] as [(HTTPHeaders, Int, Duration?)])
    func pause(_ headers: HTTPHeaders, _ tokens: Int, _ expected: Duration?) {
        #expect(RateHeaders.pause(headers, tokens: tokens, unixTime: Self.noon) == expected)
    }

    @Test(
        "a rejection needs no counter to wait for the end of its window",
        arguments: [
            (["x-ratelimit-reset": "1994-11-06T08:49:47Z"], .seconds(10)), (["ratelimit-reset": "7"], .seconds(7)),
            (["x-ratelimit-remaining": "2", "x-ratelimit-reset": "7"], nil),
            (["x-ratelimit-reset-requests": "60s"], nil),
        ] as [(HTTPHeaders, Duration?)])
    func rejected(_ headers: HTTPHeaders, _ expected: Duration?) {
        #expect(RateHeaders.pause(headers, tokens: 0, unixTime: Self.noon, isRejection: true) == expected)
        #expect(RateHeaders.pause(headers, tokens: 0, unixTime: Self.noon) == nil)
    }
}
