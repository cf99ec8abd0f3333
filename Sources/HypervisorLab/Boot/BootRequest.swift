// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// What is to be booted, and how.
public struct BootRequest: Sendable {
  /// The kernel's path.
  public var image: String
  /// The initial ramdisk's path.
  public var initrd: String?
  /// The guest's command line.
  public var append: String
  /// How the guest is run. Debian's PV shim runs 32-bit PV guests, as its hypervisor does not.
  public var mode: GuestMode
  /// A regular expression; the boot ends when a line of the guest's console contains a match.
  public var expect: String?
  /// Seconds.
  public var timeout: Double
  /// MiB: of the whole machine for a dom0, of the domain for a domU.
  public var memory: Int
  /// What a domU may be given at run time, MiB (xl's maxmem); nil for `memory`.
  public var maxMemory: Int?
  /// Virtual processors.
  public var vcpus = 1
  /// What a domU may be given at run time (xl's maxvcpus); nil for `vcpus`.
  public var maxVcpus: Int?
  /// Of a domU: xvda, xvdb and so on.
  public var disks: [Disk] = []
  /// The number of network cards of a domU.
  public var cards = 0
  /// Ports of the host's that lead to the first card.
  public var forwards: [PortForward] = []
  /// What is done to a domU, in this order, each time that a line of its console contains a match of
  /// `moveAt`.
  public var moves: [Move] = []
  /// What xl is told to do with the domU, whose name is `guest`: `mem-set guest 128`. The first one at
  /// the first line that contains a match of `moveAt`, the second one at the second.
  public var xlCommands: [String] = []
  /// A regular expression.
  public var moveAt: String?
  /// More options for Xen's command line.
  public var xenOptions: [String]
  /// The most bytes that the kernel may unpack to, when a crash is looked up in it.
  public var limit = GuestImage.standardLimit
  /// Whether the machine's clock counts instructions, a nanosecond each, in place of following the
  /// host's: then what the guest measures is the same however busy the host is.
  public var countsInstructions = false
  /// The path of a hypervisor other than Debian's: its ELF, or that in a gzip.
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
