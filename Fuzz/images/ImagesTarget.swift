/// What libFuzzer calls with each input: an image file, of any kind or of none.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzImages(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    do {
        let image = try ImageFile(bytes)
        precondition(image.width >= 1 && image.height >= 1)
        precondition(image.width * image.height <= ImageLimits().pixels)
        precondition(image.bytes.count <= bytes.count + 16)
        precondition(ImageFormat(of: image.bytes) == image.format)
        // What was stripped once has nothing left to strip.
        let again = try ImageFile(image.bytes)
        precondition(again.bytes == image.bytes && !again.isStripped)
        precondition(again.width == image.width && again.height == image.height)
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
