// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Glibc

/// A disk for a domU: an open file of whole sectors.
public struct RunDisk: Sendable {
  /// The descriptor of the file; the caller keeps it open during the run.
  public let descriptor: Int32
  /// In bytes.
  public let size: Int
  /// Whether writes of the guest are refused.
  public let isReadOnly: Bool

  public init(descriptor: Int32, size: Int, isReadOnly: Bool) {
    self.descriptor = descriptor
    self.size = size
    self.isReadOnly = isReadOnly
  }
}

/// Serves a disk through a ring of one page (public/io/blkif.h).
final class BlockBackend: BackendDevice {
  private let disk: RunDisk
  private let index: Int
  private var ring: BackRing?
  private var port: UInt32 = 0
  private let request: StructurePlaces
  private let segment: StructurePlaces
  private let response: StructurePlaces
  private let mostSegments: Int

  private static let sectorSize = 512
  private static let sectorsOfPage = MachineMemory.pageSize / sectorSize
  /// The device number of xvda, and the numbers of each disk (docs/man/xen-vbd-interface.7).
  private static let (major, perDisk) = (202, 16)

  init(_ xen: Hypervisor, _ disk: RunDisk, index: Int, id: Int) {
    self.disk = disk
    self.index = index
    request = xen.interface.knownStructure("blkif_request")
    response = xen.interface.knownStructure("blkif_response")
    segment = xen.interface.knownStructure("blkif_request_segment")
    mostSegments = Int(xen.interface.number("BLKIF_MAX_SEGMENTS_PER_REQUEST"))
    super.init(
      xen, kind: "vbd", number: Self.major << 8 | Self.perDisk * index, id: id)
  }

  private var name: String { "xvd" + String(Unicode.Scalar(UInt8(0x61 + index))) }

  private var mode: String { disk.isReadOnly ? "r" : "w" }

  override var frontKeys: [(String, String)] {
    [("virtual-device", String(number)), ("device-type", "disk")]
  }

  override var backKeys: [(String, String)] {
    [
      ("params", "/dev/vd\(name.last ?? "a")"), ("removable", "0"), ("bootable", "1"),
      ("dev", name), ("type", "phy"), ("mode", mode),
      ("device-type", "disk"), ("hotplug-status", "connected"), ("feature-barrier", "1"),
      ("feature-flush-cache", "1"),
    ]
  }

  override var connectsEarly: Bool { true }

  override func connect() throws(BackendRefusal) {
    // A front end that names none gets that of the back end's own width.
    let served = interface.ringProtocol(of: interface.guest)
    let wanted = front("protocol") ?? interface.ringProtocol(of: interface.hypervisorType)
    guard wanted == served else {
      throw BackendRefusal("the protocol \(wanted) is not served here, \(served) is")
    }
    let page = try map("ring-ref")
    port = try bind("event-channel")
    ring = BackRing(page, "blkif_sring", ["blkif_request", "blkif_response"], interface)
    publish("sectors", String(disk.size / Self.sectorSize))
    publish("sector-size", String(Self.sectorSize))
    publish("physical-sector-size", String(Self.sectorSize))
    publish("info", String(disk.isReadOnly ? interface.number("VDISK_READONLY") : 0))
  }

  override func disconnect() { ring = nil }

  override func serve() {
    repeat {
      while let bytes = ring?.peek() {
        ring?.skip()
        answer(GuestArgument(address: 0, places: request, bytes: bytes))
      }
      if ring?.waiting == nil, ring != nil {
        return refuse("the ring has more requests than slots")
      }
    } while ring?.rest() ?? false
    if ring?.publish() ?? false { raise(port) }
  }

  private func answer(_ request: GuestArgument) {
    let status = perform(request)
    var answer = GuestArgument(
      address: 0, places: response, bytes: [UInt8](repeating: 0, count: response.size))
    answer["id"] = request["id"]
    answer["operation"] = request["operation"]
    answer["status"] = interface.number("BLKIF_RSP_" + status)
    ring?.respond(answer.bytes)
  }

  /// - Returns: the end of the status's name, after `BLKIF_RSP_`.
  private func perform(_ request: GuestArgument) -> String {
    switch request["operation"] {
    case interface.number("BLKIF_OP_READ"): return transfer(request, writes: false)
    case interface.number("BLKIF_OP_WRITE"),
      interface.numberIfNamed("BLKIF_OP_WRITE_BARRIER"):
      return transfer(request, writes: true)
    case interface.numberIfNamed("BLKIF_OP_FLUSH_DISKCACHE"):
      return transfer(request, writes: true)
    default:
      return interface.numberIfNamed("BLKIF_RSP_EOPNOTSUPP") == nil ? "ERROR" : "EOPNOTSUPP"
    }
  }

  private func transfer(_ request: GuestArgument, writes: Bool) -> String {
    guard !writes || !disk.isReadOnly else { return "ERROR" }
    let count = Int(request["nr_segments"])
    guard count <= mostSegments else {
      refuse("a request of \(count) segments: \(mostSegments) at most")
      return "ERROR"
    }
    var sector = request["sector_number"]
    for index in 0..<count {
      let start = self.request.offset("seg") + index * segment.size
      let part = GuestArgument(
        address: 0, places: segment, bytes: Array(request.bytes[start..<start + segment.size]))
      let (first, last) = (Int(part["first_sect"]), Int(part["last_sect"]))
      guard first <= last, last < Self.sectorsOfPage else {
        refuse("a segment of sectors \(first) to \(last) of a page")
        return "ERROR"
      }
      let end = sector.addingReportingOverflow(UInt64(last - first + 1))
      guard !end.overflow, end.partialValue <= UInt64(disk.size / Self.sectorSize) else {
        refuse("sectors \(sector) and on, of \(disk.size / Self.sectorSize)")
        return "ERROR"
      }
      var isDone = false
      let isGranted = with(UInt32(part["gref"]), write: !writes) { page in
        isDone = move(page + first * Self.sectorSize, last - first + 1, at: sector, writes)
      }
      guard isGranted, isDone else { return "ERROR" }
      sector = end.partialValue
    }
    return "OKAY"
  }

  private func move(
    _ memory: UnsafeMutableRawPointer, _ sectors: Int, at sector: UInt64, _ writes: Bool
  ) -> Bool {
    let (size, offset) = (sectors * Self.sectorSize, off_t(sector) * off_t(Self.sectorSize))
    let done =
      writes
      ? pwrite(disk.descriptor, memory, size, offset) : pread(disk.descriptor, memory, size, offset)
    return done == size
  }
}
