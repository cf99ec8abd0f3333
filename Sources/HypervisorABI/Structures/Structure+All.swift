// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// All structures of the model, directory by directory.
  public static let all: [Structure] =
    [core, memory, hvm, platform, services, measurement, devices].flatMap { $0 }

  /// The structures that a release may have: Xen 2.0 has tables of its own.
  public static func all(in release: XenRelease) -> [Structure] {
    release < .v3_0_0 ? xen20 : all
  }

  private static let core = [
    startOfDay, sharedInfo, registers, memoryManagement, scheduling, eventChannels, vcpus, versions,
    callbacks, processorState,
  ].flatMap { $0 }

  private static let memory = [
    reservations, memoryMaps, physicalMaps, grantEntries, grants,
  ].flatMap { $0 }

  private static let hvm = [
    hvmStart, hvmInfo, hvmOperations, alternatePageTables, hvmVcpus, ioRequests, deviceModelServers,
    deviceModelCommands,
  ].flatMap { $0 }

  private static let platform = [
    physicalInterrupts, physicalDevices, platformOperations, firmwareServices, processorPower,
    processorHotplug, kexec, machineCheckRecords, machineCheckCommands,
  ].flatMap { $0 }

  private static let services = [
    argo, hypervisorFilesystem, transcendentMemory, securityPolicy, securityLabels,
  ].flatMap { $0 }

  private static let measurement = [
    profiling, performanceMonitoring, tracing,
  ].flatMap { $0 }

  private static let devices = [
    consoleAndStore, blockDevices, networkDevices, networkControl, framebuffers, keyboards,
    pciFrontends, displayRequests, displays, sounds, cameraRequests, cameras, sockets,
    socketCommands, filesystems, fileRequests, fileDevices, usb, scsi, tpm, vchan,
  ].flatMap { $0 }

  /// In the order in which C can declare them.
  static let xen20: [Structure] = [
    xen20Core, xen20Events, xen20Grants, xen20Physdev, xen20Control, xen20Devices,
  ].flatMap { $0 }
}
