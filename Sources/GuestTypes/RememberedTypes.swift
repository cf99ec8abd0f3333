// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Synchronization

/// A source that remembers the results of another one, so that repeated queries are read only once.
public final class RememberedTypes: TypeSource {
  private let source: any TypeSource
  private let known = Mutex(Known())

  private struct Known {
    var layouts: [Set<String>: [String: TypeLayout]] = [:]
    var definitions: [Set<String>: [String: [TypeLayout]]] = [:]
    var constants: [Set<String>: [String: Int]] = [:]
  }

  /// - Parameter source: the source to read from.
  public init(_ source: any TypeSource) { self.source = source }

  public var description: String { source.description }
  public var architecture: Architecture { source.architecture }
  public var remarks: [String] { source.remarks }

  public func layouts(of names: Set<String>) throws -> [String: TypeLayout] {
    try known.withLock { try Self.get(names, &$0.layouts) { try source.layouts(of: $0) } }
  }

  public func definitions(of names: Set<String>) throws -> [String: [TypeLayout]] {
    try known.withLock { try Self.get(names, &$0.definitions) { try source.definitions(of: $0) } }
  }

  public func constants(of names: Set<String>) throws -> [String: Int] {
    try known.withLock { try Self.get(names, &$0.constants) { try source.constants(of: $0) } }
  }

  private static func get<Value>(
    _ names: Set<String>, _ known: inout [Set<String>: Value], _ read: (Set<String>) throws -> Value
  ) rethrows -> Value {
    if let value = known[names] { return value }
    let value = try read(names)
    known[names] = value
    return value
  }
}
