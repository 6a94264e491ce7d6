/* The C border between the core and a host program: what the host provides, and what it may call. */
#ifndef SMR_HOST_HARDWARE_H
#define SMR_HOST_HARDWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The functions of core/port.h, each with the host's own pointer first. Enumerations travel as their numbers. */
typedef struct SmrHardware {
    void* context;

    void (*serial_configure)(void*, uint32_t baud, uint8_t data_bits, uint8_t parity, uint8_t stop_bits, bool inverted);
    size_t (*serial_receive)(void*, uint8_t* to, size_t count);
    size_t (*serial_send)(void*, const uint8_t* from, size_t count);
    uint32_t (*serial_overruns)(void*);
    uint32_t (*serial_framing_errors)(void*);
    bool (*serial_idles_high)(void*);

    bool (*tcp_listen)(void*, uint8_t service);
    void (*tcp_stop_listening)(void*, uint8_t service);
    uint16_t (*tcp_port)(void*, uint8_t service);
    uint16_t (*tcp_accept)(void*, uint8_t service, uint8_t address[4], uint16_t* port, uint8_t* interface);
    uint16_t (*tcp_connect)(void*, const uint8_t address[4], uint16_t port);
    uint8_t (*tcp_state)(void*, uint16_t connection);
    size_t (*tcp_receive)(void*, uint16_t connection, uint8_t* to, size_t count);
    size_t (*tcp_room)(void*, uint16_t connection);
    size_t (*tcp_send)(void*, uint16_t connection, const uint8_t* from, size_t count);
    void (*tcp_close)(void*, uint16_t connection);
    void (*tcp_abort)(void*, uint16_t connection);

    bool (*udp_open)(void*, uint8_t service);
    void (*udp_close)(void*, uint8_t service);
    size_t (*udp_receive)(void*, uint8_t service, uint8_t address[4], uint16_t* port, uint8_t* interface, uint8_t* to,
                          size_t capacity);
    bool (*udp_send)(void*, uint8_t service, const uint8_t address[4], uint16_t port, const uint8_t* from, size_t count);
    uint16_t (*udp_port)(void*, uint8_t service);

    uint32_t (*flash_size)(void*);
    bool (*flash_read)(void*, uint32_t address, uint8_t* to, size_t count);
    bool (*flash_write)(void*, uint32_t address, const uint8_t* from, size_t count);
    bool (*flash_erase_sector)(void*, uint32_t address);

    void (*wifi_mac)(void*, uint8_t to[6]);
    /* `addresses` is null for DHCP, else address, netmask, gateway and name server, 4 bytes each. */
    void (*wifi_join)(void*, const uint8_t* ssid, size_t ssid_size, const uint8_t* secret, size_t secret_size,
                      const uint8_t* addresses);
    void (*wifi_leave)(void*);
    uint8_t (*wifi_station_state)(void*);
    bool (*wifi_station_address)(void*, uint8_t to[4]);
    bool (*wifi_station_netmask)(void*, uint8_t to[4]);
    int8_t (*wifi_rssi_dbm)(void*);
    uint8_t (*wifi_channel)(void*);
    uint8_t (*wifi_last_disconnect_reason)(void*);
    bool (*wifi_start_access_point)(void*, const uint8_t* ssid, size_t size);
    void (*wifi_stop_access_point)(void*);
    void (*wifi_start_scan)(void*);
    int32_t (*wifi_scanned)(void*);
    bool (*wifi_scanned_network)(void*, int32_t index, uint8_t ssid[32], uint8_t* ssid_size, int8_t* rssi_dbm,
                                 uint8_t* channel, bool* open);
    void (*wifi_set_radio)(void*, uint8_t power_quarter_dbm, uint8_t mode);
    void (*wifi_set_host_name)(void*, const uint8_t* name, size_t size);

    uint8_t (*chip_reset)(void*);
    /* Cause, EPC1 to EPC3, EXCVADDR, DEPC. */
    bool (*crash_registers)(void*, uint32_t to[6]);
    void (*restart)(void*);
    void (*feed_watchdog)(void*);
    /* Free, least free, largest block. */
    void (*heap)(void*, uint32_t to[3]);
    void (*random)(void*, uint8_t* to, size_t count);
    void (*rtc_read)(void*, size_t offset, uint8_t* to, size_t count);
    void (*rtc_write)(void*, size_t offset, const uint8_t* from, size_t count);

    /* `state` has 128 bytes, aligned to 8, that stay the host's until the hash is finished or begun again. */
    void (*hash_begin)(void*, uint8_t* state, uint8_t kind);
    void (*hash_update)(void*, uint8_t* state, const uint8_t* bytes, size_t count);
    void (*hash_finish)(void*, uint8_t* state, uint8_t* to);
    bool (*verify_p256)(void*, const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]);

    void (*pin_make_output)(void*, uint8_t pin);
    void (*pin_make_input)(void*, uint8_t pin);
    void (*pin_write)(void*, uint8_t pin, bool high);
    bool (*pin_read)(void*, uint8_t pin);
} SmrHardware;

/* sizeof(SmrHardware) as the core was compiled: the host compares it with its own. */
size_t smr_hardware_size(void);

/* Bytes of storage that a gateway takes, aligned to 16. */
size_t smr_gateway_size(void);

typedef struct SmrGateway SmrGateway;

/* Numbers of boards. */
enum { SMR_BOARD_1M = 0, SMR_BOARD_4M = 1 };

/* Makes a gateway in `storage`, which must outlive it; `hardware` and the 96 bytes of the running image's descriptor are copied.
   It holds nothing else: dropping the storage ends it. Null if the descriptor is not valid or the board unknown. */
SmrGateway* smr_gateway_start(void* storage, const SmrHardware* hardware, const uint8_t descriptor[96], uint8_t board,
                              uint32_t now);

/* One step of bounded work. */
void smr_gateway_tick(SmrGateway* gateway, uint32_t now);

/* Makes the server forget whom it let in: every nonce it gave out so far is stale. For tests of clients. */
void smr_gateway_forget_logins(SmrGateway* gateway);

/* Tells the network that the gateway goes away: the host's program ends. */
void smr_gateway_say_goodbye(SmrGateway* gateway);

/* Whether the image that runs is new and has yet to prove itself. */
bool smr_gateway_is_on_trial(const SmrGateway* gateway);

typedef struct SmrBytes {
    const uint8_t* bytes;
    size_t size;
} SmrBytes;

/* What a gateway that was provisioned has in its flash; everything else has its default. */
typedef struct SmrSettings {
    SmrBytes name;
    SmrBytes ssid;
    SmrBytes secret;
    /* The admin's password, of which only hashes are kept; empty for none. */
    SmrBytes password;
} SmrSettings;

/* Whether there are settings in the flash of a board. Uses the functions for flash only. */
bool smr_settings_exist(const SmrHardware* hardware, uint8_t board);

/* Writes settings as the core would; false if one of them has a problem or the flash fails. Uses the functions for flash, hashes
   and the MAC address. */
bool smr_settings_write(const SmrHardware* hardware, uint8_t board, const SmrSettings* settings);

#ifdef __cplusplus
}
#endif

#endif
