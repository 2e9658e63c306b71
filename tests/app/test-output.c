/* test-output.c - what the command line prints: names, long lines, and how fast a job is
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/output/output.h"
#include "app/cli/output/pace.h"

#include <locale.h>
#include <string.h>

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_escape (void)
{
  static const struct
  {
    const char *text;
    gboolean keep_lines;
    const char *wanted;
  } cases[] = {
    { "", FALSE, "" },
    { "Grün – 空.jpg", FALSE, "Grün – 空.jpg" },
    { "a\nb\tc\r", FALSE, "a\\nb\\tc\\r" },
    { "a\nb\tc\r", TRUE, "a\nb\tc\\r" },
    { "\x1b[31m\x7f", TRUE, "\\x1b[31m\\x7f" },
    { "\xff\xc3(\xe2\x82", TRUE, "\\xff\\xc3(\\xe2\\x82" },
    { "\xc2\x85\u202e\u2066\u2028", TRUE, "\\u0085\\u202e\\u2066\\u2028" },
    /* Joined emoji are written with a character that is not shown. */
    { "👩\u200d🚀", FALSE, "👩\u200d🚀" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *escaped = cli_escape (cases[i].text, cases[i].keep_lines);

      g_assert_cmpstr (escaped, ==, cases[i].wanted);
    }
}

static void
test_wrap (void)
{
  static const struct
  {
    const char *text;
    guint columns;
    const char *wanted;
  } cases[] = {
    { "", 10, "" },
    { "one two three", 20, "one two three" },
    { "one two three", 7, "one two\nthree" },
    { "one two three\n\nfour\n", 9, "one two\nthree\n\nfour\n" },
    /* Words stay whole, and lines that show a command. */
    { "a https://example.org/long b", 8, "a\nhttps://example.org/long\nb" },
    { "  semblance-cli search -k 10 x\n", 12, "  semblance-cli search -k 10 x\n" },
    { "  -k, --count=N    Show at most N photos of all", 40,
      "  -k, --count=N    Show at most N photos\n                   of all" },
    { "  two words here", 11, "  two words\n  here" },
    /* Wide characters take two columns. */
    { "空空空 空空", 6, "空空空\n空空" },
    /* A language without spaces; punctuation stays with what it belongs to. */
    { "空空空空空", 6, "空空空\n空空" },
    { "空空空，空空", 6, "空空\n空，空\n空" },
    { "空空（空空）空", 6, "空空\n（空\n空）空" },
    { "空 one空空", 6, "空 one\n空空" },
    { "  index      one two three four five six", 34,
      "  index      one two three four\n             five six" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wrapped = cli_wrap (cases[i].text, cases[i].columns);

      g_assert_cmpstr (wrapped, ==, cases[i].wanted);
    }
}

/* The words after @seconds at @rate, from an unknown time on. */
static char *
look_after (double seconds, double rate, guint total)
{
  CliPace pace = { 0 };
  const gint64 start = 12345 * SECOND;
  char *words = NULL;

  for (double at = 0; at <= seconds; at += .1)
    {
      g_free (words);
      words =
        cli_pace_look (&pace, start + (gint64) (at * SECOND), (guint) (at * rate + 1e-6), total);
    }
  return words;
}

static void
test_pace (void)
{
  static const struct
  {
    double seconds;
    double rate;
    guint total;
    const char *wanted;
  } cases[] = {
    { 2, 50, 10000, NULL },
    { 10, 0, 10000, NULL },
    { 10, 50, 500, NULL },
    { 10, 50, 10000, "50 a second, 4 min left" },
    { 10, 50, 1600, "50 a second, 25 s left" },
    { 60, 2, 28920, "2.0 a second, 4.0 h left" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = look_after (cases[i].seconds, cases[i].rate, cases[i].total);

      g_assert_cmpstr (words, ==, cases[i].wanted);
    }
}

/* What was done before, as by an earlier run, is no speed; a change shows soon. */
static void
test_pace_changes (void)
{
  CliPace pace = { 0 };
  g_autofree char *words = NULL;
  guint done = 5000;

  for (guint tick = 0; tick < 1200; tick++)
    {
      g_free (words);
      words = cli_pace_look (&pace, SECOND + tick * SECOND / 10, done, 100000);
      done += tick < 600 ? 1 : 4;
      if (tick == 500)
        g_assert_true (g_str_has_prefix (words, "10 a second"));
    }
  g_assert_cmpfloat_with_epsilon (pace.rate, 40, 2);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/output/escape", test_escape);
  g_test_add_func ("/output/wrap", test_wrap);
  g_test_add_func ("/output/pace", test_pace);
  g_test_add_func ("/output/pace-changes", test_pace_changes);

  return g_test_run ();
}
