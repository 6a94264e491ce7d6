#include "port/nonos/network.h"

#include <string.h>

#include "tests/check.h"
#include "tests/fake_lwip/fake_lwip.h"

namespace {

using smr::Connection;
using smr::ConnectionState;
using smr::kNoConnection;
using smr::TcpService;
using smr::UdpService;

constexpr u16_t kP1Port = 2001;
constexpr u16_t kHttpPort = 80;
constexpr unsigned kPlaces = 20;

// A network that listens on both ports.
struct Net {
    Net() {
        fake_lwip::reset();
        network.begin();
        CHECK(network.listen(TcpService::kP1));
        CHECK(network.listen(TcpService::kHttp));
    }
    // A connection to the HTTP port that was accepted.
    Connection connected(tcp_pcb** pcb) {
        *pcb = fake_lwip::peer_connects(kHttpPort, 5000);
        smr::Peer peer;
        return network.accept(TcpService::kHttp, &peer);
    }
    smr::NonosNetwork network;
};

TEST(connections_are_handed_out_once_and_in_order_each_to_its_service) {
    Net net;
    fake_lwip::peer_connects(kP1Port, 1001);
    fake_lwip::peer_connects(kHttpPort, 1002);
    fake_lwip::peer_connects(kP1Port, 1003);
    smr::Peer peer;
    const Connection first = net.network.accept(TcpService::kP1, &peer);
    CHECK(first != kNoConnection);
    CHECK_EQ(peer.port, 1001);
    CHECK_EQ(peer.address[0], 192);
    CHECK_EQ(peer.address[3], 9);
    CHECK(net.network.accept(TcpService::kP1, &peer) != first);
    CHECK_EQ(peer.port, 1003);
    CHECK_EQ(net.network.accept(TcpService::kP1, &peer), kNoConnection);
    CHECK(net.network.accept(TcpService::kHttp, &peer) != kNoConnection);
    CHECK_EQ(peer.port, 1002);
}

TEST(the_window_opens_by_what_was_read_and_no_more) {
    Net net;
    tcp_pcb* const pcb = fake_lwip::peer_connects(kHttpPort, 1001);
    // Before it was accepted, and in two segments.
    fake_lwip::peer_sends(pcb, "GET / HT");
    fake_lwip::peer_sends(pcb, "TP/1.1");
    smr::Peer peer;
    const Connection connection = net.network.accept(TcpService::kHttp, &peer);
    CHECK_EQ(pcb->recved, 0U);
    uint8_t read[32];
    CHECK_EQ(net.network.receive(connection, read, 10), 10U);
    CHECK(memcmp(read, "GET / HTTP", 10) == 0);
    CHECK_EQ(pcb->recved, 10U);
    // The first segment is given back when all of it was read.
    CHECK_EQ(fake_lwip::buffers_in_use(), 1U);
    CHECK_EQ(net.network.receive(connection, read, sizeof read), 4U);
    CHECK(memcmp(read, "/1.1", 4) == 0);
    CHECK_EQ(net.network.receive(connection, read, sizeof read), 0U);
    CHECK_EQ(pcb->recved, 14U);
    CHECK_EQ(fake_lwip::buffers_in_use(), 0U);
}

TEST(after_the_peer_has_ended_the_rest_can_be_read_and_answered) {
    Net net;
    tcp_pcb* pcb = nullptr;
    const Connection connection = net.connected(&pcb);
    fake_lwip::peer_sends(pcb, "rest");
    fake_lwip::peer_ends(pcb);
    CHECK(net.network.state(connection) == ConnectionState::kEnding);
    uint8_t read[8];
    CHECK_EQ(net.network.receive(connection, read, sizeof read), 4U);
    CHECK_EQ(net.network.send(connection, read, 4), 4U);
}

TEST(a_closed_connection_delivers_the_rest_and_frees_what_was_not_read) {
    Net net;
    tcp_pcb* pcb = nullptr;
    const Connection connection = net.connected(&pcb);
    fake_lwip::peer_sends(pcb, "unread");
    net.network.close(connection);
    CHECK(pcb->closed && !pcb->aborted);
    // Else lwIP would answer with a reset.
    CHECK_EQ(pcb->recved, 6U);
    CHECK_EQ(fake_lwip::buffers_in_use(), 0U);
    CHECK(pcb->arg == nullptr && pcb->recv == nullptr && pcb->errf == nullptr);
    CHECK(net.network.state(connection) == ConnectionState::kClosed);
    net.network.close(connection);
}

TEST(a_peer_that_never_takes_the_rest_is_dropped_in_the_end) {
    Net net;
    tcp_pcb* pcb = nullptr;
    net.network.close(net.connected(&pcb));
    CHECK(pcb->poll != nullptr && pcb->pollinterval > 0);
    pcb->closed = false;  // it lingers
    CHECK_EQ(pcb->poll(pcb->arg, pcb), ERR_ABRT);
    CHECK(pcb->aborted);
}

TEST(without_memory_for_the_end_a_connection_is_dropped) {
    Net net;
    tcp_pcb* pcb = nullptr;
    const Connection connection = net.connected(&pcb);
    pcb->no_memory_to_close = true;
    net.network.close(connection);
    CHECK(pcb->aborted);
}

TEST(a_connection_that_breaks_keeps_its_number_until_it_is_closed) {
    Net net;
    tcp_pcb* pcb = nullptr;
    const Connection connection = net.connected(&pcb);
    fake_lwip::breaks(pcb, ERR_RST);
    CHECK(net.network.state(connection) == ConnectionState::kClosed);
    tcp_pcb* next = nullptr;
    CHECK(net.connected(&next) != connection);
    // Nothing of this touches what lwIP has freed.
    const uint8_t byte = 0;
    CHECK_EQ(net.network.room(connection), 0U);
    CHECK_EQ(net.network.send(connection, &byte, 1), 0U);
    net.network.tick();
    net.network.close(connection);
    CHECK_EQ(net.connected(&next), connection);
}

TEST(an_aborted_connection_is_reset_and_its_number_free) {
    Net net;
    tcp_pcb* pcb = nullptr;
    const Connection connection = net.connected(&pcb);
    fake_lwip::peer_sends(pcb, "unread");
    net.network.abort(connection);
    CHECK(pcb->aborted);
    CHECK_EQ(fake_lwip::buffers_in_use(), 0U);
    CHECK_EQ(net.connected(&pcb), connection);
}

TEST(a_connection_that_breaks_while_it_waits_is_never_handed_out) {
    Net net;
    tcp_pcb* const pcb = fake_lwip::peer_connects(kHttpPort, 1001);
    fake_lwip::peer_sends(pcb, "GET");
    fake_lwip::breaks(pcb, ERR_RST);
    smr::Peer peer;
    CHECK_EQ(net.network.accept(TcpService::kHttp, &peer), kNoConnection);
    CHECK_EQ(fake_lwip::buffers_in_use(), 0U);
}

TEST(more_connections_than_there_are_places_are_refused) {
    Net net;
    for (unsigned index = 0; index < kPlaces; ++index) {
        CHECK(fake_lwip::peer_connects(kP1Port, 1000) != nullptr);
    }
    CHECK(fake_lwip::peer_connects(kP1Port, 1000) == nullptr);
    smr::Peer peer = {};
    CHECK_EQ(net.network.connect(peer), kNoConnection);
    net.network.close(net.network.accept(TcpService::kP1, &peer));
    CHECK(fake_lwip::peer_connects(kP1Port, 1000) != nullptr);
}

TEST(bytes_that_were_taken_leave_together_at_the_next_flush) {
    Net net;
    tcp_pcb* pcb = nullptr;
    const Connection connection = net.connected(&pcb);
    uint8_t bytes[800] = {};
    const size_t room = net.network.room(connection);
    CHECK_EQ(net.network.send(connection, bytes, sizeof bytes), sizeof bytes);
    CHECK_EQ(net.network.send(connection, bytes, sizeof bytes), room - sizeof bytes);
    CHECK_EQ(net.network.room(connection), 0U);
    CHECK_EQ(pcb->written, room);
    CHECK_EQ(pcb->outputs, 0U);
    net.network.tick();
    net.network.tick();
    CHECK_EQ(pcb->outputs, 1U);
}

TEST(with_little_memory_a_smaller_piece_goes_and_with_none_nothing) {
    Net net;
    tcp_pcb* pcb = nullptr;
    const Connection connection = net.connected(&pcb);
    const uint8_t bytes[100] = {};
    pcb->most_write = 30;
    CHECK_EQ(net.network.send(connection, bytes, sizeof bytes), 25U);
    pcb->most_write = 0;
    CHECK_EQ(net.network.send(connection, bytes, sizeof bytes), 0U);
    pcb->most_write = 100;
    pcb->snd_queuelen = TCP_SND_QUEUELEN;
    CHECK_EQ(net.network.room(connection), 0U);
}

TEST(a_connection_that_was_begun_opens_when_the_peer_answers) {
    Net net;
    const smr::Peer peer = {{192, 168, 1, 9}, 4321};
    const Connection connection = net.network.connect(peer);
    CHECK(net.network.state(connection) == ConnectionState::kConnecting);
    CHECK_EQ(net.network.room(connection), 0U);
    CHECK_EQ(fake_lwip::last()->remote_port, 4321);
    fake_lwip::answers(fake_lwip::last());
    CHECK(net.network.state(connection) == ConnectionState::kOpen);
    const Connection refused = net.network.connect(peer);
    fake_lwip::breaks(fake_lwip::last(), ERR_RST);
    CHECK(net.network.state(refused) == ConnectionState::kClosed);
}

TEST(as_many_connections_are_let_in_as_there_are_places) {
    Net net;
    CHECK_EQ(MEMP_NUM_TCP_PCB, kPlaces);
}

TEST(only_the_youngest_of_those_that_are_over_are_kept) {
    Net net;
    tcp_pcb* over[7];
    for (tcp_pcb*& pcb : over) {
        net.network.close(net.connected(&pcb));
        fake_lwip::is_over(pcb);
    }
    net.network.tick();
    for (unsigned index = 0; index < 7; ++index) {
        CHECK_EQ(over[index]->aborted, index < 3);
    }
    net.network.tick();
    CHECK(!over[3]->aborted);
}

TEST(of_those_that_never_answer_the_handshake_only_the_youngest_are_kept) {
    Net net;
    tcp_pcb* const connected = fake_lwip::peer_connects(kHttpPort, 1001);
    tcp_pcb* half_open[6];
    for (tcp_pcb*& pcb : half_open) {
        pcb = fake_lwip::peer_knocks(kHttpPort, 1002);
    }
    net.network.tick();
    for (unsigned index = 0; index < 6; ++index) {
        CHECK_EQ(half_open[index]->aborted, index < 2);
    }
    CHECK(!connected->aborted);
    CHECK(fake_lwip::peer_comes(half_open[5]) != nullptr);
}

TEST(who_answers_the_handshake_after_listening_has_stopped_is_turned_away) {
    Net net;
    tcp_pcb* const late = fake_lwip::peer_knocks(kHttpPort, 1001);
    net.network.stop_listening(TcpService::kHttp);
    CHECK(fake_lwip::peer_comes(late) == nullptr);
    CHECK(late->aborted);
}

TEST(who_stops_listening_drops_those_that_wait_and_keeps_those_it_has) {
    Net net;
    tcp_pcb* accepted = nullptr;
    const Connection connection = net.connected(&accepted);
    tcp_pcb* const waiting = fake_lwip::peer_connects(kHttpPort, 1001);
    tcp_pcb* const other = fake_lwip::peer_connects(kP1Port, 1002);
    net.network.stop_listening(TcpService::kHttp);
    CHECK(waiting->aborted);
    CHECK(!other->aborted);
    CHECK(net.network.state(connection) == ConnectionState::kOpen);
    CHECK(fake_lwip::listener(kHttpPort) == nullptr);
    CHECK(net.network.listen(TcpService::kHttp));
    CHECK(fake_lwip::listener(kHttpPort) != nullptr);
}

TEST(one_datagram_waits_and_others_are_dropped_meanwhile) {
    Net net;
    CHECK(net.network.open(UdpService::kArduinoOta));
    fake_lwip::datagram(8266, 1001, "first");
    fake_lwip::datagram(8266, 1002, "second");
    smr::Peer from;
    uint8_t read[16];
    CHECK_EQ(net.network.receive_from(UdpService::kArduinoOta, &from, read, 3), 3U);
    CHECK(memcmp(read, "fir", 3) == 0);
    CHECK_EQ(from.port, 1001);
    CHECK_EQ(net.network.receive_from(UdpService::kArduinoOta, &from, read, sizeof read), 0U);
    fake_lwip::datagram(8266, 1003, "third");
    CHECK(net.network.send_to(UdpService::kArduinoOta, from, read, 3));
    CHECK_EQ(fake_lwip::socket(8266)->sent_size, 3U);
    CHECK_EQ(fake_lwip::socket(8266)->sent_port, 1001);
    net.network.close(UdpService::kArduinoOta);
    CHECK_EQ(fake_lwip::buffers_in_use(), 0U);
    CHECK(!net.network.send_to(UdpService::kArduinoOta, from, read, 3));
}

TEST(who_comes_by_the_access_point_is_told_by_the_interface) {
    Net net;
    CHECK(net.network.listen(TcpService::kHttp));
    fake_lwip::peer_connects(kHttpPort, 1001, 1);
    fake_lwip::peer_connects(kHttpPort, 1002, 0);
    smr::Peer peer;
    CHECK(net.network.accept(TcpService::kHttp, &peer) != smr::kNoConnection);
    CHECK(peer.is_at_access_point());
    CHECK(net.network.accept(TcpService::kHttp, &peer) != smr::kNoConnection);
    CHECK(!peer.is_at_access_point());
    CHECK(net.network.open(UdpService::kDns));
    uint8_t read[16];
    fake_lwip::datagram(53, 1003, "query", 1);
    CHECK_EQ(net.network.receive_from(UdpService::kDns, &peer, read, sizeof read), 5U);
    CHECK(peer.is_at_access_point());
}

TEST(mdns_is_spoken_in_the_group_on_the_stations_network_only) {
    Net net;
    const netif* const station = eagle_lwip_getif(0);
    CHECK(net.network.open(UdpService::kMdns));
    CHECK_EQ(station->groups, 1U);
    CHECK_EQ(eagle_lwip_getif(1)->groups, 0U);
    const smr::Peer group = {{224, 0, 0, 251}, 5353};
    const uint8_t byte = 0;
    CHECK(net.network.send_to(UdpService::kMdns, group, &byte, 1));
    const udp_pcb* const socket = fake_lwip::socket(5353);
    CHECK_EQ(socket->ttl, 255);
    CHECK(socket->sent_by == station);
    // A neighbour whose address is of the access point's range is still a neighbour.
    const smr::Peer neighbour = {{192, 168, 4, 2}, 5353};
    CHECK(net.network.send_to(UdpService::kMdns, neighbour, &byte, 1));
    CHECK(socket->sent_by == station);
    smr::Peer from;
    uint8_t read[16];
    fake_lwip::datagram(5353, 5353, "strange", 1);
    CHECK_EQ(net.network.receive_from(UdpService::kMdns, &from, read, sizeof read), 0U);
    fake_lwip::datagram(5353, 5353, "query", 0);
    CHECK_EQ(net.network.receive_from(UdpService::kMdns, &from, read, sizeof read), 5U);
    net.network.close(UdpService::kMdns);
    CHECK_EQ(station->groups, 0U);
    CHECK_EQ(fake_lwip::buffers_in_use(), 0U);
}

TEST(mdns_needs_an_address_and_leaves_the_group_without_one) {
    Net net;
    netif* const station = eagle_lwip_getif(0);
    const ip_addr_t address = station->ip_addr;
    station->ip_addr.addr = 0;
    CHECK(!net.network.open(UdpService::kMdns));
    CHECK(fake_lwip::socket(5353) == nullptr);
    station->ip_addr = address;
    CHECK(net.network.open(UdpService::kMdns));
    station->ip_addr.addr = 0;
    net.network.close(UdpService::kMdns);
    CHECK_EQ(station->groups, 0U);
}

}  // namespace
