// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The image to boot, and the options of the boot.
public struct BootRequest: Sendable {
  /// The path of the kernel.
  public var image: String
  /// The path of the initial ramdisk.
  public var initrd: String?
  /// The guest's command line.
  public var append: String
  /// The kind of guest. Debian's PV shim runs 32-bit PV guests, which its hypervisor does not.
  public var mode: GuestMode
  /// A regular expression; the boot ends when a line of the guest's console contains a match.
  public var expect: String?
  /// A regular expression for the line with which a kernel begins to report its death. If a line of
  /// `expect` contains a match, what follows it is read, too: the registers and the trace.
  public var death: String?
  /// The time limit in seconds.
  public var timeout: Double
  /// The memory in MiB: of the whole machine for a dom0, of the domain for a domU.
  public var memory: Int
  /// The most memory of a domU at run time in MiB (xl's maxmem); nil for `memory`.
  public var maxMemory: Int?
  /// The number of virtual processors.
  public var vcpus = 1
  /// The most virtual processors of a domU at run time (xl's maxvcpus); nil for `vcpus`.
  public var maxVcpus: Int?
  /// The disks of a domU: xvda, xvdb and so on.
  public var disks: [Disk] = []
  /// The number of network cards of a domU.
  public var cards = 0
  /// Ports of the host that are forwarded to the first network card.
  public var forwards: [PortForward] = []
  /// The moves of a domU, which are made in this order each time that a line of its console
  /// contains a match of `moveAt`.
  public var moves: [DomainMove] = []
  /// Arguments for xl, such as `mem-set guest 128`; the name of the domU is `guest`. The first
  /// command runs at the first line that contains a match of `moveAt`, the second one at the
  /// second.
  public var xlCommands: [String] = []
  /// The regular expression that starts moves and commands.
  public var moveAt: String?
  /// More options for Xen's command line.
  public var xenOptions: [String]
  /// The most bytes to which the kernel may unpack when a crash is looked up in it.
  public var limit = GuestImage.standardLimit
  /// Whether the machine's clock counts instructions, one nanosecond each, instead of following the
  /// host's clock. The guest's measurements then do not depend on the load of the host.
  public var countsInstructions = false
  /// The path of a hypervisor other than Debian's: an ELF file, or one in a gzip.
  public var hypervisor: String?

  public init(
    image: String, initrd: String? = nil, append: String = "", mode: GuestMode = .pv,
    expect: String? = nil, timeout: Double = 60, memory: Int = 512, xenOptions: [String] = [],
    hypervisor: String? = nil
  ) {
    self.image = image
    self.initrd = initrd
    self.append = append
    self.mode = mode
    self.expect = expect
    self.timeout = timeout
    self.memory = memory
    self.xenOptions = xenOptions
    self.hypervisor = hypervisor
  }
}
