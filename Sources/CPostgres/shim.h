// libpq, and what Swift does not see of it: macros that are characters.
#ifndef SEXTANT_CPOSTGRES_SHIM_H
#define SEXTANT_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

static const int cpostgres_diag_code = PG_DIAG_SQLSTATE;
static const int cpostgres_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int cpostgres_diag_detail = PG_DIAG_MESSAGE_DETAIL;
static const int cpostgres_diag_constraint = PG_DIAG_CONSTRAINT_NAME;

static void cpostgres_ignore(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

/// Ignores notices, which libpq prints to the standard error otherwise.
static inline void cpostgres_ignore_notices(PGconn *_Nonnull connection) {
    PQsetNoticeReceiver(connection, cpostgres_ignore, 0);
}

#endif
