/* receive.h - how workers of tests are asked
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

/* Returns: the file's descriptor; -1 where the client has gone */
int receive_request (SemDecodeRequest *request);
