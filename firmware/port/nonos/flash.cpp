#include "port/nonos/flash.h"

#include "port/nonos/sdk.h"

namespace smr {

namespace {

// The byte of the chip's identification that names its maker.
constexpr uint32_t kPuya = 0x85;

// A PUYA chip writes a page as it is handed in, ones over zeros too; any other leaves what is cleared. (Known from other firmware, not tried here.)
// It is given back what it holds, and so does as the others. Buffers of the SDK are words.
bool write_page_as_it_is(uint32_t address, const uint32_t* from, size_t count) {
    constexpr size_t kWords = 16;
    constexpr size_t kWord = sizeof(uint32_t);
    uint32_t held[kWords];
    while (count > 0) {
        const size_t piece = count < sizeof held ? count : sizeof held;
        if (spi_flash_read(address, held, piece) != SPI_FLASH_RESULT_OK) {
            return false;
        }
        for (size_t index = 0; index < piece / kWord; ++index) {
            held[index] &= from[index];
        }
        if (spi_flash_write(address, held, piece) != SPI_FLASH_RESULT_OK) {
            return false;
        }
        address += piece;
        from += piece / kWord;
        count -= piece;
    }
    return true;
}

}  // namespace

// The third byte of the identification is the size as a power of two.
uint32_t NonosFlash::size() { return uint32_t{1} << ((spi_flash_get_id() >> 16) & 0x1F); }

bool NonosFlash::read(uint32_t address, uint8_t* to, size_t count) {
    return spi_flash_read(address, reinterpret_cast<uint32_t*>(to), count) == SPI_FLASH_RESULT_OK;
}

bool NonosFlash::write(uint32_t address, const uint8_t* from, size_t count) {
    // The SDK takes what it reads only for something that it might write.
    uint32_t* const words = reinterpret_cast<uint32_t*>(const_cast<uint8_t*>(from));
    if ((spi_flash_get_id() & 0xFF) == kPuya) {
        return write_page_as_it_is(address, words, count);
    }
    return spi_flash_write(address, words, count) == SPI_FLASH_RESULT_OK;
}

bool NonosFlash::erase_sector(uint32_t address) {
    return spi_flash_erase_sector(static_cast<uint16_t>(address / kSectorSize)) == SPI_FLASH_RESULT_OK;
}

}  // namespace smr
