/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/arguments.h"
#include "app/cli/typed.h"

#include <string.h>

#include <glib/gi18n.h>

#define PASSWORD "password="

/* From the first ":" after the name of the user to the last "@", or to the end of the option. What
 * is no address may be hidden as well: nobody but the list of processes sees it. */
static void
hide_password (char *argument)
{
  char *user = strstr (argument, "://"), *at = user ? strrchr (user, '@') : NULL;
  char *from = user ? strchr (user + 3, ':') : NULL;

  if (at && from && from < at)
    memset (from + 1, '*', (gsize) (at - from - 1));
  for (from = strstr (argument, PASSWORD); from; from = strstr (from + 1, PASSWORD))
    for (char *c = from + strlen (PASSWORD); *c && *c != '&'; c++)
      *c = '*';
}

char **
cli_arguments_take (int argc, char **argv)
{
  char **taken = g_new0 (char *, argc + 1);

  for (int i = 0; i < argc; i++)
    {
      taken[i] = g_strdup (argv[i]);
      hide_password (argv[i]);
    }
  return taken;
}

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

/* Options that GOption does not take ------------------------------------------------------------*/

typedef struct
{
  const GOptionEntry *const *lists;
  guint n_lists;
} Options;

/* @name: (nullable): @letter is looked for without it */
static const GOptionEntry *
find_option (const Options *options, const char *name, char letter)
{
  for (guint i = 0; i < options->n_lists; i++)
    for (const GOptionEntry *entry = options->lists[i]; entry->long_name; entry++)
      if (name ? g_str_equal (entry->long_name, name) : entry->short_name == letter)
        return entry;
  return NULL;
}

static gboolean
takes_value (const GOptionEntry *entry)
{
  return entry->arg != G_OPTION_ARG_NONE
         && !(entry->arg == G_OPTION_ARG_CALLBACK && entry->flags & G_OPTION_FLAG_NO_ARG);
}

/* @used: (out): whether the next argument is its value */
static char *
explain_long (const Options *options, const char *argument, gboolean is_last, gboolean *used)
{
  const char *sign = strchr (argument, '=');
  g_autofree char *option =
    sign ? g_strndup (argument, (gsize) (sign - argument)) : g_strdup (argument);
  const GOptionEntry *entry = find_option (options, option + 2, 0);

  if (!entry)
    return g_strdup_printf (_("there is no option %s."), option);
  if (!sign && takes_value (entry) && is_last)
    return g_strdup_printf (_("%s needs a value."), argument);
  *used = !sign && takes_value (entry);
  return NULL;
}

/* Letters may stand together. */
static char *
explain_letters (const Options *options, const char *argument, gboolean is_last, gboolean *used)
{
  for (const char *letter = argument + 1; *letter; letter++)
    {
      const GOptionEntry *entry = find_option (options, NULL, *letter);
      const char option[] = { '-', *letter, '\0' };

      if (!entry)
        return g_strdup_printf (_("there is no option %s."),
                                g_ascii_isgraph (*letter) ? option : argument);
      if (!takes_value (entry))
        continue;
      if (is_last)
        return g_strdup_printf (_("%s needs a value."), option);
      *used = TRUE;
    }
  return NULL;
}

char *
cli_explain_arguments (const GOptionEntry *const *entries, guint n_entries, int argc, char **argv)
{
  const Options options = { entries, n_entries };
  char *sentence = NULL;

  for (int i = 1; i < argc && !sentence && !g_str_equal (argv[i], "--"); i++)
    {
      gboolean used = FALSE;

      if (g_str_has_prefix (argv[i], "--"))
        sentence = explain_long (&options, argv[i], i + 1 == argc, &used);
      else if (argv[i][0] == '-' && argv[i][1] != '\0')
        sentence = explain_letters (&options, argv[i], i + 1 == argc, &used);
      i += used ? 1 : 0;
    }
  return sentence;
}

/* Whether @argument is an option whose value is the next one. */
static gboolean
uses_next (const Options *options, const char *argument)
{
  gboolean used = FALSE;
  g_autofree char *sentence = NULL;

  if (g_str_has_prefix (argument, "--"))
    sentence = explain_long (options, argument, FALSE, &used);
  else if (argument[0] == '-')
    sentence = explain_letters (options, argument, FALSE, &used);
  return used;
}

gboolean
cli_wants_help (const GOptionEntry *const *entries, guint n_entries, int argc, char **argv)
{
  static const char *const names[] = { "--help", "-h", "-?", "--help-all", NULL };
  const Options options = { entries, n_entries };

  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      if (g_strv_contains (names, argv[i]))
        return TRUE;
      i += uses_next (&options, argv[i]) ? 1 : 0;
    }
  return FALSE;
}

char *
cli_explain_values (const GOptionEntry *const *entries, guint n_entries, int argc, char **argv)
{
  const Options options = { entries, n_entries };

  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      const char *sign = g_str_has_prefix (argv[i], "--") ? strchr (argv[i], '=') : NULL;
      g_autofree char *option = sign ? g_strndup (argv[i], (gsize) (sign - argv[i])) : NULL;
      const GOptionEntry *entry = option ? find_option (&options, option + 2, 0) : NULL;

      if ((entry && !takes_value (entry)) || g_strcmp0 (option, "--help") == 0)
        return g_strdup_printf (_("%s takes no value."), option);
      i += uses_next (&options, argv[i]) ? 1 : 0;
    }
  return NULL;
}

/* The place in @argument after a letter that takes a value, where more follows; or 0. */
static gsize
find_joined (const Options *options, const char *argument)
{
  if (argument[0] != '-' || argument[1] == '-')
    return 0;
  for (gsize i = 1; argument[i]; i++)
    {
      const GOptionEntry *entry = find_option (options, NULL, argument[i]);

      if (!entry)
        return 0;
      if (takes_value (entry))
        return argument[i + 1] ? i + 1 : 0;
    }
  return 0;
}

void
cli_split_letters (const GOptionEntry *const *entries, guint n_entries, int *argc, char ***argv)
{
  /* It stays for the whole run, since GOption takes arguments out of it and callers move along it.
   * A compiler would remove a variable that is never read, and a leak would be reported. */
  static char **volatile split_argv G_GNUC_UNUSED;
  static GPtrArray *letters;
  const Options options = { entries, n_entries };
  GPtrArray *split = g_ptr_array_new ();
  gboolean ended = FALSE, is_value = FALSE;

  letters = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < *argc; i++)
    {
      char *argument = (*argv)[i];
      const gsize joined = i && !ended && !is_value ? find_joined (&options, argument) : 0;

      ended = ended || (!is_value && i && g_str_equal (argument, "--"));
      is_value = i && !ended && !is_value && !joined && uses_next (&options, argument);
      if (joined)
        {
          g_ptr_array_add (letters, g_strndup (argument, joined));
          g_ptr_array_add (split, g_ptr_array_index (letters, letters->len - 1));
        }
      g_ptr_array_add (split, argument + joined);
    }
  *argc = (int) split->len;
  g_ptr_array_add (split, NULL);
  *argv = (char **) g_ptr_array_free (split, FALSE);
  split_argv = *argv;
}

void
cli_note_letters (const GOptionEntry *const *entries, guint n_entries, int argc, char **argv)
{
  const Options options = { entries, n_entries };

  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      const gboolean is_name = g_str_has_prefix (argv[i], "--");
      g_autofree char *name = is_name ? g_strndup (argv[i] + 2, strcspn (argv[i] + 2, "=")) : NULL;
      const GOptionEntry *entry = is_name ? find_option (&options, name, 0) : NULL;

      if (entry)
        cli_typed_note (entry->long_name, 0);
      for (const char *at = argv[i] + 1; !is_name && argv[i][0] == '-' && *at; at++)
        {
          entry = find_option (&options, NULL, *at);
          if (entry)
            cli_typed_note (entry->long_name, *at);
        }
      i += uses_next (&options, argv[i]) ? 1 : 0;
    }
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
