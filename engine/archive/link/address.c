/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/link/link-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef PQconninfoOption Options;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Options, PQconninfoFree)

static const char *
find (const PQconninfoOption *options, const char *keyword)
{
  for (; options && options->keyword; options++)
    if (g_str_equal (options->keyword, keyword))
      return options->val;
  return NULL;
}

/* Whether a URI has one "@" at most, and that before all else that ends the authority. With more,
 * libpq takes what follows the first one for a host; with a "/" or "?" before it, for a database or
 * an option: and that may be a part of a password. */
static gboolean
is_plain (const char *uri)
{
  const char *rest = strstr (uri, "://");
  const char *first = rest ? strchr (rest, '@') : NULL;

  return !first || (!strchr (first + 1, '@') && rest + 3 + strcspn (rest + 3, "/?") > first);
}

/* What is no port may be a part of a password, too, and would be shown. */
static gboolean
has_port (const PQconninfoOption *options)
{
  const char *port = find (options, "port");

  return !port || strspn (port, "0123456789,") == strlen (port);
}

gboolean
sem_link_check_uri (const char *uri, GError **error)
{
  char *message = NULL;
  Options *options = is_plain (uri) ? PQconninfoParse (uri, &message) : NULL;
  const gboolean ok = options && has_port (options);

  /* What libpq says quotes parts of the address. */
  PQfreemem (message);
  PQconninfoFree (options);
  if (!ok)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _(
                   "The address of the archive cannot be read. Write it like "
                   "postgresql://HOST/DATABASE, with other characters than letters and digits in a "
                   "name or password as %%40 and so on, or like service=NAME."));
  return ok;
}

gboolean
sem_link_has_password (const char *uri)
{
  g_autoptr (Options) options = is_plain (uri) ? PQconninfoParse (uri, NULL) : NULL;

  return !options || find (options, "password") || find (options, "sslpassword");
}

gboolean
sem_link_is_supported (void)
{
  return TRUE;
}

gboolean
sem_link_check_kept (const char *uri, GError **error)
{
  if (!sem_link_check_uri (uri, error))
    return FALSE;
  if (!sem_link_has_password (uri))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The address has a password, which would be stored for others to read. Put the "
                 "password into ~/.pgpass and leave it out here."));
  return FALSE;
}

char *
sem_link_dup_option (PGconn *connection, const char *keyword)
{
  g_autoptr (Options) options = PQconninfo (connection);

  return g_strdup (find (options, keyword));
}

gboolean
sem_link_is_local (PGconn *connection)
{
  g_autofree char *host = sem_link_dup_option (connection, "host");
  g_autofree char *address = sem_link_dup_option (connection, "hostaddr");
  g_auto (GStrv) hosts = g_strsplit (address && *address ? address : host ? host : "", ",", -1);

  /* Several are tried one after another. Without a host libpq takes a socket in the file system;
   * "@" is one without a file. */
  for (gsize i = 0; hosts[i]; i++)
    if (*hosts[i] && *hosts[i] != '/' && *hosts[i] != '@' && !g_str_equal (hosts[i], "localhost")
        && !g_str_equal (hosts[i], "127.0.0.1") && !g_str_equal (hosts[i], "::1"))
      return FALSE;
  return TRUE;
}

char *
sem_link_name (PGconn *connection)
{
  g_autoptr (GString) name = g_string_new ("postgresql://");
  const char *host = PQhost (connection), *port = PQport (connection);
  const char *database = PQdb (connection);
  const gboolean is_socket = !host || !*host || *host == '/' || *host == '@';

  if (!is_socket)
    {
      g_string_append_printf (name, strchr (host, ':') ? "[%s]" : "%s", host);
      if (port && *port && !g_str_equal (port, "5432"))
        g_string_append_printf (name, ":%s", port);
    }
  g_string_append_c (name, '/');
  g_string_append_uri_escaped (name, database ? database : "", NULL, TRUE);
  if (is_socket && host && *host && !g_str_equal (host, "/var/run/postgresql"))
    g_string_append_printf (name, "?host=%s", host);
  return g_utf8_make_valid (name->str, -1);
}
