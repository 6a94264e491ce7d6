// What the SDK asks for while it starts, before user_init(): where things lie in flash, and the parameters of the radio.
#include <string.h>

#include "core/base/flash.h"
#include "port/nonos/phy_data.h"
#include "port/nonos/sdk.h"

#if !defined(SMR_FLASH_MAP)
#error "the Makefile says for which board this is: its SMR_FLASH_MAP is the size nibble of the header in flash"
#endif

namespace {

constexpr uint32_t kSector = 4096;

// As in core/store/flash_map.cpp. The SDK wants to know of its own; for the others it checks that nothing overlaps.
#if SMR_FLASH_MAP == 2
constexpr uint32_t kSettings = 0xF9000;
constexpr uint32_t kPhyData = 0xFB000;
constexpr uint32_t kCalibration = 0xFC000;
constexpr uint32_t kParameters = 0xFD000;
#elif SMR_FLASH_MAP == 4
constexpr uint32_t kSettings = 0x3F8000;
constexpr uint32_t kCalibration = 0x3FB000;
constexpr uint32_t kPhyData = 0x3FC000;
constexpr uint32_t kParameters = 0x3FD000;
#else
#error "there is no such board"
#endif

constexpr partition_type_t kOwn = static_cast<partition_type_t>(SYSTEM_PARTITION_CUSTOMER_BEGIN + 1);

// Read by words. The sector for the radio's parameters is never read nor written: __wrap_spi_flash_read() answers for it. On the small board it is
// one of the boot record's.
SMR_IN_FLASH const partition_item_t kTable[] = {
    {SYSTEM_PARTITION_BOOTLOADER, 0, kSector},
    {kOwn, kSettings, 2 * kSector},
    {SYSTEM_PARTITION_RF_CAL, kCalibration, kSector},
    {SYSTEM_PARTITION_PHY_DATA, kPhyData, kSector},
    {SYSTEM_PARTITION_SYSTEM_PARAMETER, kParameters, 3 * kSector},
};

}  // namespace

extern "C" {

// The size nibble must be that of the header at the beginning of the flash, or all of it is refused. What follows then is the SDK's own restart, and
// after three of them our boot loader goes back to the image before: nothing to be gained by stopping here.
void user_pre_init(void) {
    system_partition_table_regist(kTable, sizeof kTable / sizeof kTable[0], SMR_FLASH_MAP);
}

SpiFlashOpResult __real_spi_flash_read(uint32 address, uint32* to, uint32 count);
SpiFlashOpResult __wrap_spi_flash_read(uint32 address, uint32* to, uint32 count);

// Each call of spi_flash_read() comes here. Where the parameters of the radio are not in flash, as on a board that was flashed with an image and nothing
// else, the SDK restarts for ever: so they come from the image.
__attribute__((section(".iram.text"))) SpiFlashOpResult __wrap_spi_flash_read(uint32 address, uint32* to, uint32 count) {
    if (address == kPhyData && count == smr::kPhyDataSize) {
        smr::copy_phy_data(reinterpret_cast<uint8_t*>(to));
        return SPI_FLASH_RESULT_OK;
    }
    return __real_spi_flash_read(address, to, count);
}
}
