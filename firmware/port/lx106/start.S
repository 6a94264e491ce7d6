/* Start-up and exception vectors for `qemu-system-xtensa -cpu lx106 -M sim`, call0 ABI.
 *
 * The machine starts at the reset vector in its system ROM, whatever the entry point of the ELF file says.
 * The vectors lie where VECBASE points after reset. */

    .section .reset.text, "ax"
    .global reset_vector
reset_vector:
    j       start
    .align  4
    .literal_position
start:
    movi    a2, 0
    wsr     a2, intenable
    /* User vector mode, no exception pending, all interrupt levels open. */
    movi    a2, 0x20
    wsr     a2, ps
    rsync
    movi    a1, stack_top
    movi    a2, bss_start
    movi    a3, bss_end
    movi    a4, 0
clear_next:
    bgeu    a2, a3, cleared
    s32i    a4, a2, 0
    addi    a2, a2, 4
    j       clear_next
cleared:
    movi    a0, run_program
    callx0  a0
    /* run_program does not return. */
stay:
    j       stay

    .section .vectors.text, "ax"
    .org 0x30                       /* kernel exceptions */
    j       trap
    .org 0x50                       /* user exceptions */
    j       trap
    .org 0x70                       /* exceptions within exceptions */
    j       trap

/* Saves a0 to a15, SAR and EPC1 into saved_registers, asks emulate_flash_load() whether it could do what the program
 * wanted, and goes on behind that instruction, or ends in unexpected_trap(). */
    .section .vectors.trap, "ax"
    .literal_position
    .align 4
trap:
    wsr     a0, excsave1
    movi    a0, saved_registers
    s32i    a1, a0, 4
    s32i    a2, a0, 8
    s32i    a3, a0, 12
    s32i    a4, a0, 16
    s32i    a5, a0, 20
    s32i    a6, a0, 24
    s32i    a7, a0, 28
    s32i    a8, a0, 32
    s32i    a9, a0, 36
    s32i    a10, a0, 40
    s32i    a11, a0, 44
    s32i    a12, a0, 48
    s32i    a13, a0, 52
    s32i    a14, a0, 56
    s32i    a15, a0, 60
    rsr     a2, excsave1
    s32i    a2, a0, 0
    rsr     a2, sar
    s32i    a2, a0, 64
    rsr     a2, epc1
    s32i    a2, a0, 68

    mov     a2, a0
    rsr     a3, exccause
    rsr     a4, excvaddr
    movi    a1, trap_stack_top
    movi    a0, emulate_flash_load
    callx0  a0
    beqz    a2, give_up

    movi    a0, saved_registers
    l32i    a2, a0, 64
    wsr     a2, sar
    l32i    a2, a0, 68
    wsr     a2, epc1
    l32i    a2, a0, 0
    wsr     a2, excsave1
    l32i    a1, a0, 4
    l32i    a2, a0, 8
    l32i    a3, a0, 12
    l32i    a4, a0, 16
    l32i    a5, a0, 20
    l32i    a6, a0, 24
    l32i    a7, a0, 28
    l32i    a8, a0, 32
    l32i    a9, a0, 36
    l32i    a10, a0, 40
    l32i    a11, a0, 44
    l32i    a12, a0, 48
    l32i    a13, a0, 52
    l32i    a14, a0, 56
    l32i    a15, a0, 60
    rsr     a0, excsave1
    rfe

    .literal_position
give_up:
    rsr     a2, exccause
    rsr     a3, epc1
    rsr     a4, excvaddr
    movi    a1, trap_stack_top
    movi    a0, unexpected_trap
    callx0  a0
stay_after_trap:
    j       stay_after_trap

/* int32_t simulator_call(number, a, b, c): a semihosting call into QEMU. */
    .section .text.simulator_call, "ax"
    .global simulator_call
    .align 4
simulator_call:
    simcall
    ret

    .section .bss.trap, "aw", @nobits
    .align 16
saved_registers:
    .space 80
    .space 2048
    .align 16
trap_stack_top:
