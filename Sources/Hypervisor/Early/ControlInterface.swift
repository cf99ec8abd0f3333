// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The domain controller's end of the control interface of Xen 2.0: a ring of messages in each
/// direction, in the second half of the page of shared_info (public/io/domain_controller.h@2.0.6).
///
/// It answers each message, and does nothing for those that are not the console's.
final class ControlInterface {
  private let base: UnsafeMutableRawPointer
  private let ring, requests, responses: Int
  private let size: UInt32
  private let message: (size: Int, type: Int, subtype: Int, length: Int, text: Int, most: Int)
  private let console: (type: UInt8, data: UInt8)

  /// Where the interface is in the page (asm-xen/ctrl_if.h of Linux@2.0.6).
  private static let offset = MachineMemory.pageSize / 2

  init(_ sharedInfo: UnsafeMutableRawPointer, _ interface: Interface) {
    base = sharedInfo + Self.offset
    let places = interface.knownStructure("control_if")
    ring = places.offset("tx_ring")
    (requests, responses) = (places.offset("tx_req_prod"), places.offset("tx_resp_prod"))
    size = UInt32(interface.number("CONTROL_RING_SIZE"))
    let one = interface.knownStructure("control_msg")
    message = (
      one.size, one.offset("type"), one.offset("subtype"), one.offset("length"),
      one.offset("msg"), one["msg"]?.size ?? 0
    )
    console = (
      UInt8(interface.number("CMSG_CONSOLE")), UInt8(interface.number("CMSG_CONSOLE_DATA"))
    )
  }

  /// Answers what the guest has sent since the last call.
  ///
  /// - Returns: the text for the console.
  func take() -> [UInt8] {
    let end = base.loadUnaligned(fromByteOffset: requests, as: UInt32.self)
    var next = base.loadUnaligned(fromByteOffset: responses, as: UInt32.self)
    // More messages than the ring has overwrote older ones.
    if end &- next > size { next = end &- size }
    var text: [UInt8] = []
    while next != end {
      let place = base + ring + Int(next % size) * message.size
      func byte(_ offset: Int) -> UInt8 { place.load(fromByteOffset: offset, as: UInt8.self) }
      if byte(message.type) == console.type, byte(message.subtype) == console.data {
        let count = min(Int(byte(message.length)), message.most)
        text += (0..<count).map { byte(message.text + $0) }
      }
      // The answer echoes the head, and has no data.
      place.storeBytes(of: 0, toByteOffset: message.length, as: UInt8.self)
      next &+= 1
    }
    base.storeBytes(of: next, toByteOffset: responses, as: UInt32.self)
    return text
  }
}
