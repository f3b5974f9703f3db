// Linux's epoll and eventfd, which Swift's Glibc module leaves out.
#ifndef SEXTANT_CEPOLL_SHIM_H
#define SEXTANT_CEPOLL_SHIM_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

static const uint32_t cepoll_in = EPOLLIN;
static const uint32_t cepoll_out = EPOLLOUT;
static const uint32_t cepoll_error = EPOLLERR;
static const uint32_t cepoll_hangup = EPOLLHUP;
static const int cepoll_add = EPOLL_CTL_ADD;
static const int cepoll_modify = EPOLL_CTL_MOD;
static const int cepoll_remove = EPOLL_CTL_DEL;

static inline int cepoll_eventfd(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

/// Accepts a connection that does not block, or answers -1.
static inline int cepoll_accept(int listener) {
    int descriptor = accept(listener, 0, 0);
    if (descriptor >= 0) {
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    }
    return descriptor;
}

#endif
