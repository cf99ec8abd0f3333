// SPDX-License-Identifier: Apache-2.0

#if UNICORN
  import CUnicorn
  import Glibc

  /// A saved state of the processor.
  final class UnicornState: ProcessorState {
    private let context: OpaquePointer

    init(_ engine: OpaquePointer) throws(ProcessorError) {
      var context: OpaquePointer?
      try UnicornProcessor.check(uc_context_alloc(engine, &context), "context")
      guard let context else { throw ProcessorError("Unicorn: no context") }
      self.context = context
    }

    deinit { uc_context_free(context) }

    func save(_ engine: OpaquePointer) { uc_context_save(engine, context) }

    func load(_ engine: OpaquePointer) { uc_context_restore(engine, context) }
  }

  /// What Unicorn keeps of the last exception, and no register gives access to.
  ///
  /// It is in a saved state, at offsets that differ from build to build. They are found at the
  /// start, by exceptions of which all is known (`UnicornProcessor.leaveRing0`).
  final class UnicornContext {
    private let engine: OpaquePointer
    private let context: OpaquePointer
    private let size: Int
    private var offsets: Offsets?
    /// The bytes of a saved state that differ between the rings of kernel and programs, with the
    /// flat segments of each: the segments, and the ring.
    private var rings: [(offset: Int, kernel: UInt8, user: UInt8)] = []

    /// The last exception.
    struct Record: Equatable {
      var error: UInt32 = 0
      /// Whether `int n` made it.
      var isSoftware = false
      /// The address of the next instruction, after `int n`.
      var next: UInt64 = 0
    }

    /// Where a saved state has each field.
    struct Offsets {
      /// The vector of the last exception (32 bits), -1 for none. Unicorn never clears it: it turns
      /// the second #GP of a run into a double fault, and silently ends the run at the third.
      var vector: Int
      /// The error code (32 bits).
      var error: Int
      /// Whether `int n` made it (32 bits).
      var isSoftware: Int
      /// The address of the next instruction (64 bits).
      var next: Int
    }

    init(_ engine: OpaquePointer) throws(ProcessorError) {
      self.engine = engine
      var context: OpaquePointer?
      try UnicornProcessor.check(uc_context_alloc(engine, &context), "context")
      guard let context else { throw ProcessorError("Unicorn: no context") }
      self.context = context
      size = Int(uc_context_size(engine))
    }

    deinit { uc_context_free(context) }

    /// A copy of the saved state.
    func saved() -> [UInt8] {
      uc_context_save(engine, context)
      return Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(context), count: size))
    }

    /// The only place at which a field changed from one value to another.
    ///
    /// - Parameters:
    ///   - values: the field before and after; nil for any other value before.
    ///   - states: the saved states before and after.
    ///   - what: the field, for the error.
    /// - Throws: `ProcessorError` if there is no such place, or several.
    static func place<T: FixedWidthInteger & BitwiseCopyable>(
      ofChange values: (T?, T), in states: ([UInt8], [UInt8]), _ what: String
    ) throws(ProcessorError) -> Int {
      func read(_ bytes: [UInt8], _ offset: Int) -> T {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
      }
      let step = MemoryLayout<T>.size
      let end = min(states.0.count, states.1.count) - step
      let places = stride(from: 0, through: end, by: step).filter { offset in
        let (before, after) = (read(states.0, offset), read(states.1, offset))
        return after == values.1 && before != after && (values.0 ?? before) == before
      }
      guard places.count == 1 else {
        throw ProcessorError("Unicorn: cannot tell where it keeps \(what) (\(places.count) places)")
      }
      return places[0]
    }

    /// - Parameters:
    ///   - kernel: the saved state in the kernel's ring.
    ///   - user: the same in the ring of programs, equal in all else.
    func learnRings(kernel: [UInt8], user: [UInt8]) {
      rings = zip(kernel, user).enumerated().compactMap { offset, bytes in
        bytes.0 == bytes.1 ? nil : (offset, bytes.0, bytes.1)
      }
    }

    /// Changes the ring and the segments of code and stack, which no register does outside of
    /// ring 0.
    func enterRing(ofKernel: Bool) {
      uc_context_save(engine, context)
      let state = UnsafeMutableRawPointer(context)
      for (offset, kernel, user) in rings {
        state.storeBytes(of: ofKernel ? kernel : user, toByteOffset: offset, as: UInt8.self)
      }
      uc_context_restore(engine, context)
    }

    func learn(_ offsets: Offsets) { self.offsets = offsets }

    /// Sets the recorded vector to none, at an offset.
    func clear(at offset: Int) {
      uc_context_save(engine, context)
      UnsafeMutableRawPointer(context).storeBytes(of: -1, toByteOffset: offset, as: Int32.self)
      uc_context_restore(engine, context)
    }

    /// Returns the record of the last exception and clears its vector.
    func takeException() -> Record {
      guard let offsets else { return Record() }
      clear(at: offsets.vector)
      let state = UnsafeRawPointer(context)
      return Record(
        error: state.load(fromByteOffset: offsets.error, as: UInt32.self),
        isSoftware: state.load(fromByteOffset: offsets.isSoftware, as: UInt32.self) != 0,
        next: state.load(fromByteOffset: offsets.next, as: UInt64.self))
    }
  }
#endif
