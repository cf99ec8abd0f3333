// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A store with nothing in it but what every domain finds: enough for a guest that looks for its
/// devices to find none (public/io/xs_wire.h).
final class XenStore {
  private let page: UnsafeMutableRawPointer
  private let places: StructurePlaces
  private let types: [UInt32: String]
  private let errorType: UInt32
  private var nodes: [String: String]
  private var watches: [(path: String, token: String)] = []
  private var nextTransaction: UInt32 = 1

  private static let headerSize = 16
  /// Quotas of a domain, as xenstored has them (tools/xenstore/xenstored_core.c@4.17).
  private static let (mostNodes, mostWatches) = (1000, 128)
  /// The most that an answer holds.
  private static let mostBytes = Constant.named("XENSTORE_PAYLOAD_MAX")?.value ?? 0
  private static let names = [
    "XS_DIRECTORY", "XS_READ", "XS_GET_PERMS", "XS_WATCH", "XS_UNWATCH", "XS_TRANSACTION_START",
    "XS_TRANSACTION_END", "XS_WRITE", "XS_MKDIR", "XS_RM", "XS_GET_DOMAIN_PATH", "XS_RESUME",
  ]

  init(_ page: UnsafeMutableRawPointer, _ interface: Interface, domain: UInt16) {
    self.page = page
    places = interface.knownStructure("xenstore_domain_interface")
    let numbers = Self.names.compactMap { name in
      interface.numberIfNamed(name).map { (UInt32($0), name) }
    }
    types = Dictionary(numbers, uniquingKeysWith: { first, _ in first })
    errorType = UInt32(interface.number("XS_ERROR"))
    nodes = ["domid": String(domain), "name": "guest"]
    eventType = UInt32(interface.number("XS_WATCH_EVENT"))
  }

  private let eventType: UInt32

  /// Answers what is in the ring.
  ///
  /// - Returns: whether there was anything.
  func serve() -> Bool {
    var served = false
    while let message = take() {
      served = true
      answer(message)
    }
    return served
  }

  private struct Message {
    let type, request, transaction: UInt32
    let body: [UInt8]
  }

  private func index(_ name: String) -> UInt32 {
    page.load(fromByteOffset: places.offset(name), as: UInt32.self)
  }

  private func setIndex(_ name: String, _ value: UInt32) {
    page.storeBytes(of: value, toByteOffset: places.offset(name), as: UInt32.self)
  }

  private var ringSize: UInt32 { UInt32(places["req"]?.size ?? 1024) }

  private func take() -> Message? {
    let first = index("req_cons")
    let end = index("req_prod")
    guard end &- first >= UInt32(Self.headerSize), end &- first <= ringSize else { return nil }
    let start = places.offset("req")
    func byte(_ offset: UInt32) -> UInt8 {
      page.load(fromByteOffset: start + Int((first &+ offset) % ringSize), as: UInt8.self)
    }
    func word(_ number: UInt32) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(byte(number * 4 + $1)) << (8 * $1) }
    }
    let length = word(3)
    let size = UInt32(Self.headerSize)
    guard length <= ringSize, end &- first >= size + length else { return nil }
    let body = (0..<length).map { byte(size + $0) }
    setIndex("req_cons", first &+ size &+ length)
    return Message(type: word(0), request: word(1), transaction: word(2), body: body)
  }

  private func put(_ type: UInt32, _ request: UInt32, _ transaction: UInt32, _ body: [UInt8]) {
    var next = index("rsp_prod")
    let start = places.offset("rsp")
    let words = [type, request, transaction, UInt32(body.count)]
    let head = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    for byte in head + body {
      page.storeBytes(of: byte, toByteOffset: start + Int(next % ringSize), as: UInt8.self)
      next &+= 1
    }
    setIndex("rsp_prod", next)
  }

  private func answer(_ message: Message) {
    func reply(_ text: String) {
      guard text.utf8.count <= Self.mostBytes else { return refuse("E2BIG") }
      put(message.type, message.request, message.transaction, Array(text.utf8))
    }
    func refuse(_ error: String) {
      put(errorType, message.request, message.transaction, Array(error.utf8) + [0])
    }
    let parts = message.body.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    let path = parts.first ?? ""
    switch types[message.type] {
    case "XS_READ":
      if let value = nodes[path] { reply(value) } else { refuse("ENOENT") }
    case "XS_DIRECTORY":
      let inside = Set(
        nodes.keys.filter { $0.hasPrefix(path + "/") }.map {
          String($0.dropFirst(path.count + 1).prefix { $0 != "/" })
        })
      if inside.isEmpty {
        refuse("ENOENT")
      } else {
        reply(inside.sorted().map { $0 + "\0" }.joined())
      }
    case "XS_WRITE", "XS_MKDIR":
      guard nodes[path] != nil || nodes.count < Self.mostNodes else { return refuse("EQUOTA") }
      if types[message.type] == "XS_MKDIR" {
        nodes[path] = nodes[path] ?? ""
        return reply("OK\0")
      }
      nodes[path] = parts.dropFirst().joined(separator: "\0")
      reply("OK\0")
    case "XS_RM":
      nodes = nodes.filter { $0.key != path && !$0.key.hasPrefix(path + "/") }
      reply("OK\0")
    case "XS_WATCH":
      let token = parts.dropFirst().first ?? ""
      guard watches.count < Self.mostWatches else { return refuse("EQUOTA") }
      watches.append((path, token))
      reply("OK\0")
      put(eventType, 0, 0, Array((path + "\0" + token + "\0").utf8))
    case "XS_UNWATCH":
      watches.removeAll { $0.path == path }
      reply("OK\0")
    case "XS_TRANSACTION_START":
      nextTransaction += 1
      reply("\(nextTransaction)\0")
    case "XS_TRANSACTION_END", "XS_RESUME": reply("OK\0")
    case "XS_GET_DOMAIN_PATH": reply("/local/domain/\(nodes["domid"] ?? "1")\0")
    default: refuse("ENOSYS")
    }
  }
}
