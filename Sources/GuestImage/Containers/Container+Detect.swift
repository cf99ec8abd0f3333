// SPDX-License-Identifier: Apache-2.0

/// Options for unpacking an image.
struct UnpackOptions: Sendable {
  /// The maximum size of the output, in bytes.
  var limit: Int
  /// Determines how much of the kernel suffices; nil to unpack all of it.
  var reach: Output.Reach?
  /// The limit on the time.
  var time: TimeLimit

  init(limit: Int, reach: Output.Reach? = nil, time: TimeLimit? = nil) {
    self.limit = limit
    self.reach = reach
    self.time = time ?? TimeLimit(limit: limit)
  }
}

extension Container {
  /// Determines the type of `file`, and unpacks its content. Errors are recorded in `unpacked`.
  init(_ file: Bytes, _ options: UnpackOptions) {
    if ElfFile.hasMagic(file) {
      self.init(kind: .elf, content: .success(file))
    } else if LinuxSetupHeader.isPresent(in: file) {
      self.init(bzImage: file, options)
    } else if Gzip.matches(file) {
      self.init(kind: .gzip, codec: Gzip.self, payload: file, stream: file, options)
    } else {
      let error = ForeignFile(file).map(UnpackError.foreign) ?? .unknownMagic
      self.init(kind: .unknown, content: .failure(error))
    }
  }

  /// The bzImage inside a gzip file; nil if there is none.
  init?(inside outer: Container, _ options: UnpackOptions) {
    guard outer.kind == .gzip, let file = try? outer.unpacked.get(), !ElfFile.hasMagic(file),
      LinuxSetupHeader.isPresent(in: file)
    else { return nil }
    self.init(bzImage: file, options)
  }

  private init(bzImage file: Bytes, _ options: UnpackOptions) {
    guard let setup = LinuxSetupHeader(file) else {
      let end = UInt64(file.count)
      let missing = LinuxSetupHeader.byteCount - end
      self.init(kind: .bzImage, content: .failure(.outOfFile(offset: end, count: missing)))
      return
    }
    guard setup.version >= LinuxSetupHeader.versionWithPayload else {
      self.init(kind: .bzImage, setup, content: .failure(.protocolTooOld(setup.version)))
      return
    }
    let length = UInt64(setup.payloadLength)
    guard let payload = file.slice(at: setup.payloadStart, count: length) else {
      let error = UnpackError.outOfFile(offset: setup.payloadStart, count: length)
      self.init(kind: .bzImage, setup, content: .failure(error))
      return
    }
    self.init(setup, payload: payload, options)
  }

  /// Linux's build appends the unpacked size in 4 bytes to every stream whose format does not end
  /// in it, as gzip does (scripts/Makefile.lib@6.1, size_append).
  private init(_ setup: LinuxSetupHeader, payload: Bytes, _ options: UnpackOptions) {
    if ElfFile.hasMagic(payload) {
      self.init(kind: .bzImage, setup, payload: payload, content: .success(payload))
    } else if let codec = Codecs.matching(payload) {
      let tail: UInt64 = codec.endsInSize ? 0 : 4
      let stream = payload.slice(at: 0, count: max(UInt64(payload.count), tail) - tail)
      self.init(
        kind: .bzImage, setup, codec: codec, payload: payload, stream: stream ?? payload, options,
        size: codec.compression == .lz4 ? payload.integer(at: UInt64(payload.count) - 4) : nil)
    } else {
      self.init(kind: .bzImage, setup, payload: payload, content: .failure(.unknownMagic))
    }
  }

  /// - Parameter size: the size to which the stream must unpack; nil for any. Linux's lz4 has no
  ///   checksum, and shows damage by nothing else.
  private init(
    kind: Kind, _ setup: LinuxSetupHeader? = nil, codec: any Codec.Type, payload: Bytes,
    stream: Bytes, _ options: UnpackOptions, size: UInt32? = nil
  ) {
    self.kind = kind
    self.setup = setup
    self.payload = payload
    compression = codec.compression
    do throws(UnpackError) {
      let result = try Codecs.unpack(stream, with: codec, options)
      let count = result.bytes.count
      if let size, !result.isPartial, UInt32(truncatingIfNeeded: count) != size {
        let words = "it unpacks to \(count) bytes, and should to \(size)"
        throw UnpackError.corrupt(codec.compression, words)
      }
      unpacked = .success(result.bytes)
      isPartial = result.isPartial
    } catch {
      unpacked = .failure(error)
      isPartial = false
    }
  }

  private init(
    kind: Kind, _ setup: LinuxSetupHeader? = nil, payload: Bytes? = nil,
    content: Result<Bytes, UnpackError>
  ) {
    self.kind = kind
    self.setup = setup
    self.payload = payload
    compression = nil
    unpacked = content
    isPartial = false
  }
}
