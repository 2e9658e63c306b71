/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/decode/receive.h"

#include <string.h>
#include <sys/socket.h>

int
receive_request (SemDecodeRequest *request)
{
  struct iovec part = { request, sizeof *request };
  union
  {
    struct cmsghdr header;
    char buffer[CMSG_SPACE (sizeof (int))];
  } control;
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
  };
  int fd;

  if (recvmsg (SEM_DECODE_SOCKET_FD, &message, 0) != sizeof *request || !CMSG_FIRSTHDR (&message))
    return -1;
  memcpy (&fd, CMSG_DATA (CMSG_FIRSTHDR (&message)), sizeof fd);
  return fd;
}
