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

  /// Resets Unicorn's record of the last exception, which no register gives access to.
  ///
  /// Unicorn never clears that record: it turns the second #GP of a run into a double fault, and
  /// silently ends the run at the third. The offset of the record in a saved state is found at the
  /// start by a known exception: the field that was -1 before, and has the exception's number
  /// after.
  final class UnicornContext {
    private let engine: OpaquePointer
    private let context: OpaquePointer
    private let size: Int
    private var exceptionOffset: Int?

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

    /// Finds the field by the change that a #GP makes.
    func learn(before: [UInt8], after: [UInt8]) throws(ProcessorError) {
      let none = Int32(-1)
      let protection = Int32(13)
      let changed = stride(from: 0, to: size - 4, by: 4).filter { offset in
        Self.word(before, offset) == none && Self.word(after, offset) == protection
      }
      // Some builds also have the exception index beside it, but that is -1 again by now.
      guard changed.count == 1, let offset = changed.first else {
        throw ProcessorError(
          "Unicorn: cannot tell where it keeps the last exception (\(changed.count) places)")
      }
      exceptionOffset = offset
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> Int32 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Int32.self) }
    }

    /// Clears the record of the last exception.
    ///
    /// - Returns: 0 for its error code, because the offset of that is unknown.
    func takeException() -> UInt32 {
      guard let offset = exceptionOffset else { return 0 }
      uc_context_save(engine, context)
      UnsafeMutableRawPointer(context).storeBytes(of: -1, toByteOffset: offset, as: Int32.self)
      uc_context_restore(engine, context)
      return 0
    }
  }
#endif
