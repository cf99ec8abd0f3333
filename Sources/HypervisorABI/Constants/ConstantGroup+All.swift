// SPDX-License-Identifier: Apache-2.0

extension ConstantGroup {
  /// All groups, directory by directory. Hypercall numbers, notes and features have their own
  /// tables.
  public static let all: [ConstantGroup] =
    core + memory + hvm + platform + services + measurement + devices + texts

  /// The groups that a release may have: Xen 2.0 has tables of its own.
  public static func all(in release: XenRelease) -> [ConstantGroup] {
    release < .v3_0_0 ? xen20 : all
  }

  private static let core: [ConstantGroup] = [
    schedOp, shutdownReasons, eventChannelOp, eventChannelStatus, bindPirq, fifoEvents, virqs,
    vcpuOp, runstates, singleshotFlags, xenVersion, mmuUpdate, mmuextOp, updateVaFlags, consoleIo,
    vmAssist, vmAssists, startFlags, domainIds, limits, clockFlags, flat64, flat32, hole64, hole32,
    segmentBases, syscallFlags, syscallFlags32, contextFlags, gdt, callbackOp, callbackTypes,
    callbackFlags, nmiOp, nmiReasons, errorNumbers, noteLimit, dumpNotes, cpuidLeaves,
    cpuidFeatures, hvmCpuid,
    processorState, versionLengths, featureSubmaps, eventChannelLimits32, eventChannelLimits64,
    contextSyscall32, contextSyscall64, vgaTypes, cpuFeatures0, cpuFeatures1, cpuFeatures2,
    cpuFeatures3, cpuFeatures5, cpuFeatures6, cpuFeatures9, cpuFeatures10, cpuFeatures12,
    cpuFeatures13, cpuFeatures15, cpuFeatures4, cpuFeatures7, cpuFeatures8, cpuFeatures11,
    cpuFeatures16, cpuFeatures17, cpuFeatures18,
  ]

  private static let memory: [ConstantGroup] = [
    memoryOp, physmapSpaces, memoryFlags, grantTableOp, grantEntryFlags, grantMapFlags,
    grantCopyFlags, grantStatus, reservedGrants, memoryResources, grantCacheFlags,
  ]

  private static let hvm: [ConstantGroup] = [
    hvmStart, memoryMapTypes, hvmOp, altp2mOp, hvmMemoryTypes, hvmVcpuModes, hvmParameters,
    hvmCallbackTypes, hvmViridian, hvmTimerModes, hvmEventModes, hvmAltp2mModes, hvmMcaCapabilities,
    hvmE820, hvmInfoTable, ioRequests, acpiPorts, dmOp, dmOpValues,
  ]

  private static let platform: [ConstantGroup] = [
    physdevOp, irqStatus, pirqTypes, pciDeviceFlags, pciResets, debugPort, platformOp,
    platformFlags, platformProcessors, efiServices, firmwareTypes, processorPower, kexecOp,
    kexecValues, machineCheckOp, machineCheckFlags, machineCheckRecords, machineCheckProcessors,
  ]

  private static let services: [ConstantGroup] = [
    argoOp, argoValues, hypfsOp, hypfsValues, tmemOp, tmemControl, tmemFlags, flaskOp,
  ]

  private static let measurement: [ConstantGroup] = [
    xenoprofOp, xenoprofValues, xenoprofValues32, xenoprofValues64, xenpmuOp, xenpmuValues,
    pmuFlags, traceClasses, traceClasses32, traceClasses64, traceScheduling, tracePV, traceHvm,
    traceHardware,
  ]

  private static let devices: [ConstantGroup] = [
    storeLimits, ringPages, consoleConnection, storeMessages, storeConnection, xenbusStates,
    blockOps,
    blockLimits, networkTransmit, networkReceive, networkExtras, networkStatus, networkControl,
    framebuffer, keyboard, pciOps, pciValues, display, soundFormats, sound, cameraOps,
    cameraColours, camera, socketOps, vchanFlags, fileOps, fileValues, fileValues32, fileValues64,
    usbPipes, usbValues, scsiRequests, scsiResults, tpmStates,
  ]

  private static let texts: [ConstantGroup] = [
    protocolNames, protocolNames32, protocolNames64, storeTexts, pciTexts, kexecTexts, hvmTexts,
    fileTexts, displayTexts, keyboardTexts, soundTexts, cameraTexts,
  ]

  static let xen20: [ConstantGroup] = [
    xen20EventChannelOp, xen20EventStatus, xen20Virqs, xen20SchedOp, xen20MmuUpdate, xen20Flags,
    xen20Processor, xen20Grants, xen20PhysdevOp, xen20Control, xen20Devices, xen20Network,
  ]
}
