import CCurl

/// One transfer on the loop: the handle, the bytes so far, and the waiting task.
///
/// Belongs to the loop's thread. The loop's table keeps it alive while libcurl holds an unretained pointer to it.
final class Transfer {
    let job: TransferJob
    let easy: EasyHandle
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var connectTo: UnsafeMutablePointer<curl_slist>?
    private var head: [UInt8] = []
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var timesSent = 0

    init(job: TransferJob, easy: EasyHandle) {
        self.job = job
        self.easy = easy
    }

    deinit {
        curl_slist_free_all(headerList)
        curl_slist_free_all(connectTo)
    }

    func configure(_ settings: CurlSettings) {
        let raw = easy.raw
        let options = job.request.options
        easy.armErrorBuffer()
        ccurl_set_string(raw, CURLOPT_URL, job.request.url)
        ccurl_set_pointer(raw, CURLOPT_PRIVATE, Unmanaged.passUnretained(self).toOpaque())
        ccurl_set_long(raw, CURLOPT_NOSIGNAL, 1)
        ccurl_set_string(raw, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_long(raw, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_long(raw, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Without this, a burst of requests to an HTTP/2 host opens a connection each before any can be shared.
        ccurl_set_long(raw, CURLOPT_PIPEWAIT, job.request.url.lowercased().hasPrefix("https") ? 1 : 0)
        // libcurl gives up a body whose label is wrong, when it can't be had again for nothing.
        ccurl_set_string(raw, CURLOPT_ACCEPT_ENCODING, ContentCoding.accepted)
        ccurl_set_long(raw, CURLOPT_HTTP_CONTENT_DECODING, 0)
        ccurl_set_long(raw, CURLOPT_TCP_KEEPALIVE, 1)
        ccurl_set_string(raw, CURLOPT_USERAGENT, settings.userAgent)
        // On a connection that was used before, libcurl itself sends a request again that got no answer.
        if job.request.repeating == .never { ccurl_set_long(raw, CURLOPT_FRESH_CONNECT, 1) }
        if let certificates = settings.certificates { ccurl_set_string(raw, CURLOPT_CAINFO, certificates) }
        if let proxy = settings.proxy { ccurl_set_string(raw, CURLOPT_PROXY, proxy) }
        if let exceptions = ProxyExceptions.list(ProxyExceptions.ofEnvironment, for: job.request.url) {
            ccurl_set_string(raw, CURLOPT_NOPROXY, exceptions)
        }
        ccurl_set_long(raw, CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.curlMilliseconds)
        ccurl_set_long(raw, CURLOPT_TIMEOUT_MS, options.totalTimeout.curlMilliseconds)
        if options.lowSpeedBytesPerSecond > 0 {
            ccurl_set_long(raw, CURLOPT_LOW_SPEED_LIMIT, options.lowSpeedBytesPerSecond)
            ccurl_set_long(raw, CURLOPT_LOW_SPEED_TIME, (options.lowSpeedWindow.curlMilliseconds + 999) / 1000)
        }
        // Stops at once a body that says it is too large; the write callback stops those that do not say.
        if !options.cutsAtLimit {
            ccurl_set_offset(raw, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(options.maxResponseBytes))
        }
        if let address = options.pinnedAddress {
            connectTo = curl_slist_append(nil, "::\(address):")
            ccurl_set_list(raw, CURLOPT_CONNECT_TO, connectTo)
            // An empty name turns off the proxies of the environment.
            if settings.proxy == nil { ccurl_set_string(raw, CURLOPT_PROXY, "") }
        }
        setBody()
        setHeaders()
        setCallbacks()
        countSendings()
    }

    private func setBody() {
        let raw = easy.raw
        let request = job.request
        switch request.method {
        case "GET" where request.body.isEmpty: ccurl_set_long(raw, CURLOPT_HTTPGET, 1)
        case "HEAD": ccurl_set_long(raw, CURLOPT_NOBODY, 1)
        default:
            if request.method == "POST" || !request.body.isEmpty {
                ccurl_set_long(raw, CURLOPT_POST, 1)
                ccurl_set_offset(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
                request.body.withUnsafeBytes { bytes in
                    let start = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
                    // With a size of 0 libcurl reads no byte, but a null pointer would mean "ask the read callback".
                    if bytes.isEmpty {
                        ccurl_set_string(raw, CURLOPT_COPYPOSTFIELDS, "")
                    } else {
                        ccurl_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, start)
                    }
                }
            }
            if request.method != "POST" { ccurl_set_string(raw, CURLOPT_CUSTOMREQUEST, request.method) }
        }
    }

    private func setHeaders() {
        for field in job.request.headers.fields {
            // A field with nothing after the colon would be removed rather than sent; a semicolon sends it empty.
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        if !job.request.body.isEmpty {
            // libcurl would wait for a "100 Continue" before larger bodies and call every body a form.
            append("Expect:")
            if job.request.headers["content-type"] == nil { append("Content-Type:") }
        }
        ccurl_set_list(easy.raw, CURLOPT_HTTPHEADER, headerList)
    }

    private func append(_ line: String) {
        if let longer = curl_slist_append(headerList, line) { headerList = longer }
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(easy.raw, CURLOPT_WRITEDATA, context)
        ccurl_set_pointer(easy.raw, CURLOPT_HEADERDATA, context)
        ccurl_set_callback(easy.raw, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        ccurl_set_callback(easy.raw, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receiveHead(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
    }

    /// libcurl sends a request again, unasked, when a reused connection turns out to be dead. That must not go unseen.
    private func countSendings() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_debug(
            easy.raw,
            { _, kind, _, _, context in
                guard kind == CURLINFO_HEADER_OUT, let context else { return 0 }
                Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().timesSent += 1
                return 0
            }, context)
    }

    private var sentInVain: [FailedAttempt] {
        (1..<max(timesSent, 1)).map { _ in
            FailedAttempt(what: "connection closed before an answer", elapsed: .zero, waited: .zero)
        }
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        let limit = job.request.options.maxResponseBytes
        guard body.count + bytes.count <= limit else {
            isTooLarge = true
            if job.request.options.cutsAtLimit { body.append(contentsOf: bytes.prefix(limit - body.count)) }
            return 0
        }
        if body.isEmpty {
            let expected = ccurl_get_offset(easy.raw, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
            if expected > bytes.count { body.reserveCapacity(min(Int(expected), limit, 1 << 20)) }
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func receiveHead(_ bytes: UnsafeRawBufferPointer) -> Int {
        if bytes.starts(with: "HTTP/".utf8) { head.removeAll(keepingCapacity: true) }
        guard head.count + bytes.count <= 256 << 10 else {
            isTooLarge = true
            return 0
        }
        head.append(contentsOf: bytes)
        return bytes.count
    }

    func finish(_ code: CURLcode) {
        job.continuation.resume(with: outcome(code))
    }

    func fail(_ error: any Error) {
        job.continuation.resume(throwing: error)
    }

    private func outcome(_ code: CURLcode) -> Result<HTTPResponse, any Error> {
        let elapsed = Duration.microseconds(ccurl_get_offset(easy.raw, CURLINFO_TOTAL_TIME_T))
        let isCut = isTooLarge && job.request.options.cutsAtLimit && body.count == job.request.options.maxResponseBytes
        guard code == CURLE_OK || isCut else {
            let failure = TransferFailure(
                code: code, message: easy.message(for: code), host: job.host, elapsed: elapsed,
                limit: isTooLarge ? job.request.options.maxResponseBytes : nil, body: body)
            return .failure(failure.error(maxResponseBytes: job.request.options.maxResponseBytes))
        }
        return .success(
            HTTPResponse(
                status: ccurl_get_long(easy.raw, CURLINFO_RESPONSE_CODE), headers: HeadParser.parse(head), body: body,
                elapsed: elapsed, failedAttempts: sentInVain))
    }
}
