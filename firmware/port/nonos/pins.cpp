#include "port/nonos/pins.h"

#include "port/nonos/sdk.h"

namespace smr {

namespace {

constexpr uint8_t kClockPin = 16;

// The register that says what a pin is for; 0 for one that is none of ours.
uint32_t use_register(uint8_t pin) {
    switch (pin) {
        case 0:
            return PERIPHS_IO_MUX_GPIO0_U;
        case 1:
            return PERIPHS_IO_MUX_U0TXD_U;
        case 2:
            return PERIPHS_IO_MUX_GPIO2_U;
        case 3:
            return PERIPHS_IO_MUX_U0RXD_U;
        case 4:
            return PERIPHS_IO_MUX_GPIO4_U;
        case 5:
            return PERIPHS_IO_MUX_GPIO5_U;
        case 12:
            return PERIPHS_IO_MUX_MTDI_U;
        case 13:
            return PERIPHS_IO_MUX_MTCK_U;
        case 14:
            return PERIPHS_IO_MUX_MTMS_U;
        case 15:
            return PERIPHS_IO_MUX_MTDO_U;
        default:
            return 0;
    }
}

// Makes it a GPIO, with or without pull-up; false for one that is none of ours.
bool take(uint8_t pin, bool pull_up) {
    const uint32_t at = use_register(pin);
    if (at == 0) {
        return false;
    }
    // Two bits of the use lie beside each other, a third apart.
    constexpr uint32_t kUse = 0x13U << PERIPHS_IO_MUX_FUNC_S;
    // The pins that are nothing else after a reset.
    const bool is_plain = pin == 0 || pin == 2 || pin == 4 || pin == 5;
    const uint32_t use = (is_plain ? 0U : 3U) << PERIPHS_IO_MUX_FUNC_S;
    const uint32_t pull = pull_up ? PERIPHS_IO_MUX_PULLUP : 0;
    WRITE_PERI_REG(at, (READ_PERI_REG(at) & ~(kUse | PERIPHS_IO_MUX_PULLUP)) | use | pull);
    return true;
}

void set_clock_bit(uint32_t at, bool value) { WRITE_PERI_REG(at, (READ_PERI_REG(at) & ~1U) | (value ? 1U : 0U)); }

// GPIO16 on its own registers: the pad follows RTC_GPIO_OUT instead of the clock.
void take_clock_pin(bool is_output) {
    constexpr uint32_t kPadBits = 0x43;
    WRITE_PERI_REG(PAD_XPD_DCDC_CONF, (READ_PERI_REG(PAD_XPD_DCDC_CONF) & ~kPadBits) | 1U);
    set_clock_bit(RTC_GPIO_CONF, false);
    set_clock_bit(RTC_GPIO_ENABLE, is_output);
}

}  // namespace

void NonosPins::make_output(uint8_t pin) {
    if (pin == kClockPin) {
        take_clock_pin(true);
    } else if (take(pin, false)) {
        GPIO_REG_WRITE(GPIO_ENABLE_W1TS_ADDRESS, BIT(pin));
    }
}

void NonosPins::make_input_with_pull_up(uint8_t pin) {
    if (pin == kClockPin) {
        take_clock_pin(false);
    } else if (take(pin, true)) {
        GPIO_REG_WRITE(GPIO_ENABLE_W1TC_ADDRESS, BIT(pin));
    }
}

void NonosPins::write(uint8_t pin, bool high) {
    if (pin == kClockPin) {
        set_clock_bit(RTC_GPIO_OUT, high);
    } else if (use_register(pin) != 0) {
        GPIO_REG_WRITE(high ? GPIO_OUT_W1TS_ADDRESS : GPIO_OUT_W1TC_ADDRESS, BIT(pin));
    }
}

bool NonosPins::read(uint8_t pin) {
    if (pin == kClockPin) {
        return (READ_PERI_REG(RTC_GPIO_IN_DATA) & 1U) != 0;
    }
    return use_register(pin) != 0 && (GPIO_REG_READ(GPIO_IN_ADDRESS) & BIT(pin)) != 0;
}

}  // namespace smr
