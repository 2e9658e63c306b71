/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/arguments.h"

#include <string.h>

#include <glib/gi18n.h>

/* Numbers ---------------------------------------------------------------------------------------*/

/* @text: (nullable): as given; @place: an int or a gint64 */
typedef struct
{
  const char *name;
  char *text;
  gpointer place;
  gboolean is_long;
} Number;

/* @numbers: as many as there are entries */
struct CliNumbers
{
  GOptionEntry *entries;
  Number *numbers;
  guint n;
};

static gboolean
is_number (const GOptionEntry *entry)
{
  return entry->arg == G_OPTION_ARG_INT || entry->arg == G_OPTION_ARG_INT64;
}

CliNumbers *
cli_numbers_new (const GOptionEntry *entries, const GOptionEntry **texts)
{
  CliNumbers *self = g_new0 (CliNumbers, 1);

  while (entries[self->n].long_name)
    self->n++;
  self->entries = g_memdup2 (entries, (self->n + 1) * sizeof *entries);
  self->numbers = g_new0 (Number, self->n);
  for (guint i = 0; i < self->n; i++)
    if (is_number (&entries[i]))
      {
        self->numbers[i].name = entries[i].long_name;
        self->numbers[i].place = entries[i].arg_data;
        self->numbers[i].is_long = entries[i].arg == G_OPTION_ARG_INT64;
        self->entries[i].arg = G_OPTION_ARG_STRING;
        self->entries[i].arg_data = &self->numbers[i].text;
      }
  *texts = self->entries;
  return self;
}

void
cli_numbers_free (CliNumbers *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free (self->numbers[i].text);
  g_free (self->numbers);
  g_free (self->entries);
  g_free (self);
}

static gboolean
read_number (const Number *number, const CliCommand *command)
{
  const gint64 least = number->is_long ? CLI_NO_NUMBER_64 : CLI_NO_NUMBER;
  const gint64 most = number->is_long ? G_MAXINT64 : G_MAXINT;
  g_autoptr (GError) error = NULL;
  gint64 value;

  if (!number->text)
    return TRUE;
  if (!g_ascii_string_to_signed (number->text, 10, least + 1, most, &value, &error))
    {
      if (g_error_matches (error, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS))
        cli_usage (command, _("--%s takes a number nearer to 0 than %s."), number->name,
                   number->text);
      else
        cli_usage (command, _("--%s takes a whole number, which “%s” is not."), number->name,
                   number->text);
      return FALSE;
    }
  if (number->is_long)
    *(gint64 *) number->place = value;
  else
    *(int *) number->place = (int) value;
  return TRUE;
}

gboolean
cli_numbers_read (CliNumbers *self, const CliCommand *command)
{
  for (guint i = 0; i < self->n; i++)
    if (!read_number (&self->numbers[i], command))
      return FALSE;
  return TRUE;
}

/* Empty arguments -------------------------------------------------------------------------------*/

/* "--name=" */
static gboolean
has_no_value (const char *argument)
{
  const char *sign = g_str_has_prefix (argument, "--") ? strchr (argument, '=') : NULL;

  return sign && sign[1] == '\0';
}

gboolean
cli_check_empty (const CliCommand *command, int argc, char **argv)
{
  gboolean options = TRUE;

  for (int i = 1; i < argc; i++)
    {
      if (*argv[i] == '\0' && !(command->takes_empty && i > 1 && argv[i - 1][0] != '-'))
        {
          if (options && i > 1 && argv[i - 1][0] == '-')
            cli_usage (command, _("what follows %s is empty."), argv[i - 1]);
          else
            cli_usage (command, _("an argument is empty."));
          return FALSE;
        }
      if (options && has_no_value (argv[i]))
        {
          cli_usage (command, _("%s has no value."), argv[i]);
          return FALSE;
        }
      options = options && !g_str_equal (argv[i], "--");
    }
  return TRUE;
}
